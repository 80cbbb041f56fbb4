local M = {}

---@param level integer
---@return fun(message: string)
local function at(level)
  return function(message)
    vim.notify("chatmd: " .. message, level, { title = "chatmd" })
  end
end

M.info = at(vim.log.levels.INFO)
M.warn = at(vim.log.levels.WARN)
M.error = at(vim.log.levels.ERROR)

--- `chat.md:2:9: `, or `line 2:9: ` in a buffer without a name. The name tells the user's
--- configuration from the conversation.
---@param event chatmd.WarningEvent
---@return string
local function place(event)
  if not event.line then
    return ""
  end
  local name = event.path and vim.fn.fnamemodify(event.path, ":t") .. ":" or "line "
  return name .. event.line .. (event.column and ":" .. event.column or "") .. ": "
end

--- A warning or error of the binary's, with the cure on a line of its own, as on a terminal.
---@param event chatmd.WarningEvent
---@return string
function M.sentence(event)
  local text = place(event) .. (event.message or event.code or event.type)
  return event.hint and (text .. "\n  " .. event.hint) or text
end

return M
