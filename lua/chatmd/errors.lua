--- Errors as tables, for those who call from Lua.
local M = {}

---@class chatmd.Error
---@field code string one of the binary's codes, or `cancelled`, `crashed`, `no_program`, `failed`
---@field message string
---@field hint? string

---@param code string
---@param message string
---@param hint? string
---@return chatmd.Error
function M.new(code, message, hint)
  return { code = code, message = message, hint = hint }
end

---@return chatmd.Error
function M.cancelled()
  return M.new("cancelled", "it was cancelled")
end

--- An error of the binary's: its event without what belongs to the protocol.
---@param event table
---@return chatmd.Error
function M.of_event(event)
  local err = {}
  for name, value in pairs(event) do
    if name ~= "type" and name ~= "id" then
      err[name] = value
    end
  end
  err.code = err.code or "failed"
  err.message = err.message or err.code
  return err
end

--- What the binary says for people: a sentence, and the cure on lines of its own.
---@param problem string
---@param code string
---@return chatmd.Error
function M.of_words(problem, code)
  local message, hint = problem:match("^([^\n]*)\n%s*(.*)$")
  return M.new(code, message or problem, hint)
end

return M
