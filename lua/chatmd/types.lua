---@meta

--- What `require("chatmd").setup()` takes.
---@class chatmd.Config
---@field binary? string the chatmd program; nil: beside the plugin, then on PATH
---@field model? string answers every conversation, whatever its front matter says; nil: as it says
---@field pattern? string|string[] files that are conversations as soon as they are opened
---@field mappings? boolean whether conversations get the default mappings
---@field chatvim_commands? boolean whether chatvim.nvim's commands are there too

--- One line of the binary's standard output. Which fields there are depends on `type`;
--- fields and types that are not known here are skipped.
---@class chatmd.Event
---@field type string
---@field id? integer the id of the request, always 1 here

---@class chatmd.StartEvent: chatmd.Event
---@field provider string
---@field model string
---@field messages integer how many are sent
---@field continues_at? { line: integer, column: integer } with `continue`: the end of the reply

---@class chatmd.TextEvent: chatmd.Event
---@field chunk string what to write at the end, headings included

---@class chatmd.ReasoningEvent: chatmd.Event
---@field text string

---@class chatmd.ToolCallEvent: chatmd.Event
---@field call string the call's id
---@field name string
---@field arguments string JSON, as the model gave it

--- A tool waits for a yes.
---@class chatmd.ApprovalEvent: chatmd.ToolCallEvent
---@field command? string[] of a program: itself and its arguments
---@field cwd? string of a program: where it runs

---@class chatmd.ToolResultEvent: chatmd.Event
---@field call string
---@field name string
---@field content string
---@field is_error boolean

---@class chatmd.RetryEvent: chatmd.Event
---@field attempt integer
---@field max_attempts integer
---@field delay_ms integer
---@field message string why the last attempt failed
---@field provider? string
---@field model? string which one is asked next

---@class chatmd.WarningEvent: chatmd.Event
---@field message string
---@field path? string the file that is meant, as it was named; none: the buffer
---@field line? integer from 1
---@field column? integer from 1, in bytes
---@field hint? string

---@class chatmd.UsageEvent: chatmd.Event
---@field input_tokens? integer
---@field output_tokens? integer
---@field cached_input_tokens? integer
---@field reasoning_tokens? integer
---@field cost_usd? number

---@class chatmd.DoneEvent: chatmd.Event
---@field finish_reason "stop"|"length"|"tool_calls"|"content_filter"|"cancelled"
---@field model? string which one answered
---@field duration_ms? integer

---@class chatmd.ErrorEvent: chatmd.WarningEvent
---@field code string
---@field answer? string a reply that is nowhere else: not the JSON that was asked for

---@alias chatmd.State
---| "waiting" | "thinking" | "retrying" | "answering" | "running" | "asking"
---| "stopping" | "done" | "stopped" | "failed"

--- The value of `vim.b.chatmd`.
---@class chatmd.Status
---@field state chatmd.State
---@field tool? string the one that runs, or ran last
---@field provider? string
---@field model? string
---@field retry? chatmd.Retry while it is waited for another attempt
---@field input_tokens? integer
---@field output_tokens? integer
---@field cached_input_tokens? integer
---@field reasoning_tokens? integer
---@field cost_usd? number
---@field duration_ms? integer

---@class chatmd.Retry
---@field attempt integer the one that follows
---@field max_attempts integer
---@field delay_ms integer
---@field message string why the last attempt failed

--- What `chatmd doctor --format json` prints.
---@class chatmd.DoctorReport
---@field version string
---@field errors integer how many checks are errors
---@field warnings integer
---@field sections chatmd.DoctorSection[]

---@class chatmd.DoctorSection
---@field name string
---@field checks chatmd.DoctorCheck[]

---@class chatmd.DoctorCheck
---@field name string what was looked at
---@field status "ok"|"note"|"warning"|"error"
---@field message string
---@field hint? string
