--- A reply without a buffer: the binary's events on one side, another plugin's callbacks on the
--- other.
local client = require("chatmd.client")
local errors = require("chatmd.errors")

local M = {}

---@class chatmd.Reply.Result
---@field text string
---@field reasoning string
---@field finish_reason? string
---@field provider? string
---@field model? string
---@field usage? table<string, number>
---@field duration_ms? integer

---@class chatmd.Callbacks
---@field on_done fun(err: chatmd.Error|nil, result: chatmd.Reply.Result) what came, in any case
---@field on_text? fun(chunk: string)
---@field on_event? fun(event: chatmd.Event) each event of the binary's
---@field on_approval? fun(event: chatmd.ApprovalEvent, answer: fun(allow: boolean)) without it no
--- tool runs that needs a yes

---@param request table<string, any>
---@param opts table
---@param callbacks chatmd.Callbacks
---@return chatmd.Handle
function M.start(request, opts, callbacks)
  vim.validate({ on_done = { callbacks.on_done, "function" } })
  local text, reasoning = {}, {}
  local result, err = {}, nil
  local is_cancelled, is_over, has_ended = false, false, false
  local running

  local function finish()
    if is_over then
      return
    end
    is_over = true
    result.text, result.reasoning = table.concat(text), table.concat(reasoning)
    vim.schedule(function() callbacks.on_done(err, result) end)
  end

  --- Calls back unless it was cancelled meanwhile.
  local function tell(callback, ...)
    if callback then
      local arguments = { ... }
      vim.schedule(function()
        if not is_cancelled then
          callback(unpack(arguments))
        end
      end)
    end
  end

  local handlers = {
    text = function(event)
      text[#text + 1] = event.chunk
      tell(callbacks.on_text, event.chunk)
    end,
    reasoning = function(event)
      reasoning[#reasoning + 1] = event.text
    end,
    start = function(event)
      result.provider, result.model = event.provider, event.model
    end,
    approval = function(event)
      if not callbacks.on_approval then
        return running:approve(event.call, false)
      end
      tell(callbacks.on_approval, event, function(allow)
        running:approve(event.call, allow == true)
      end)
    end,
    usage = function(event)
      local usage = vim.deepcopy(event)
      usage.type, usage.id = nil, nil
      result.usage = usage
    end,
    done = function(event)
      has_ended = true
      result.finish_reason, result.duration_ms = event.finish_reason, event.duration_ms
      result.model = event.model or result.model
    end,
    error = function(event)
      has_ended = true
      err = errors.of_event(event)
    end,
  }

  local problem
  running, problem = client.start(vim.tbl_extend("force", request, {
    type = "complete",
    id = 1,
    path = opts.path,
    options = vim.tbl_extend("force", vim.empty_dict(), opts.options or {}, {
      model = opts.model,
      add_delimiters = opts.add_delimiters,
    }),
    can_approve = callbacks.on_approval ~= nil,
  }), {
    on_event = function(event)
      if has_ended then
        return
      end
      if handlers[event.type] then
        handlers[event.type](event)
      end
      tell(callbacks.on_event, event)
    end,
    on_invalid = function() end,
    on_exit = function(code, stderr)
      if is_cancelled then
        err = errors.cancelled()
      elseif not has_ended then
        err = errors.new("crashed", ("the program ended too early (exit code %d)"):format(code),
          stderr ~= "" and stderr or nil)
        err.exit_code = code
      end
      finish()
    end,
  })
  if not running then
    err = errors.new("no_program", problem)
    finish()
  end

  return {
    cancel = function()
      if running and not is_cancelled and not is_over then
        is_cancelled = true
        running:cancel()
      end
    end,
  }
end

return M
