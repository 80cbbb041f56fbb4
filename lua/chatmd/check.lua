--- `:Chatmd check`: what would stop an answer, and what deserves a look, as diagnostics.
local ask = require("chatmd.ask")
local buffer = require("chatmd.buffer")
local ndjson = require("chatmd.ndjson")
local notify = require("chatmd.notify")

local M = {}

local api = vim.api

M.namespace = api.nvim_create_namespace("chatmd")

local severities = {
  error = vim.diagnostic.severity.ERROR,
  warning = vim.diagnostic.severity.WARN,
}

---@class chatmd.Diagnostic: chatmd.WarningEvent
---@field severity "error"|"warning"

--- As Neovim wants it. What is wrong elsewhere, in a file of settings, stands in the first line.
---@param buf integer
---@param event chatmd.Diagnostic
---@return table
local function diagnostic(buf, event)
  local here = buffer.path(buf)
  local is_elsewhere = here and event.path and event.path:sub(1, 1) == "/" and event.path ~= here
  local line = is_elsewhere and 1 or event.line or 1
  return {
    lnum = math.max(0, math.min(line, api.nvim_buf_line_count(buf)) - 1),
    col = is_elsewhere and 0 or math.max(0, (event.column or 1) - 1),
    severity = severities[event.severity] or vim.diagnostic.severity.INFO,
    source = "chatmd",
    message = is_elsewhere and notify.sentence(event)
      or notify.sentence({ message = event.message, hint = event.hint }),
  }
end

---@param output string
---@return chatmd.Diagnostic[]|nil nil where the output has no end
local function events_in(output)
  local decoder = ndjson.decoder()
  local events = decoder:feed(vim.split(output, "\n", { plain = true }))
  vim.list_extend(events, (decoder:finish()))
  local found, is_whole = {}, false
  for _, event in ipairs(events) do
    is_whole = is_whole or event.type == "done"
    if event.type == "diagnostic" then
      found[#found + 1] = event
    end
  end
  return is_whole and found or nil
end

--- Checks a buffer, and shows what was found in place of what was shown before.
---@param buf integer
---@param on_checked? fun(count: integer|nil, problem: string|nil)
function M.update(buf, on_checked)
  local path = buffer.path(buf)
  local arguments = { "check", "-", "--format", "ndjson" }
  vim.list_extend(arguments, path and { "--stdin-filename", path } or {})
  ask.start(arguments, api.nvim_buf_get_lines(buf, 0, -1, false), function(answer)
    if not api.nvim_buf_is_loaded(buf) then
      return
    end
    local events = events_in(answer.output)
    if events then
      vim.diagnostic.set(M.namespace, buf, vim.tbl_map(function(event)
        return diagnostic(buf, event)
      end, events))
    end
    if on_checked then
      on_checked(events and #events, answer.problem)
    end
  end)
end

--- The same at the user's word, who is told also where nothing is wrong.
---@param buf integer
function M.run(buf)
  M.update(buf, function(count, problem)
    if not count then
      notify.error(problem or "`chatmd check` does not tell what is wrong")
    elseif count == 0 then
      notify.info("nothing to complain about")
    else
      notify.info(("%d thing%s to look at"):format(count, count == 1 and "" or "s"))
    end
  end)
end

return M
