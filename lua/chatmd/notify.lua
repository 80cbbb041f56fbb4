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

--- A warning or error of the binary's as one line: `No key (line 2, column 1). Set XAI_API_KEY.`
---@param event chatmd.WarningEvent
---@return string
function M.sentence(event)
  local message = event.message or event.code or event.type
  local place = ""
  if event.line then
    place = (" (line %d%s)"):format(
      event.line,
      event.column and (", column %d"):format(event.column) or ""
    )
  end
  if not event.hint then
    return message .. place
  end
  -- The message may bring its own full stop; the place goes before it.
  return message:gsub("%.$", "") .. place .. ". " .. event.hint
end

return M
