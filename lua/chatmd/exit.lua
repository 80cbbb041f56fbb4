--- Says how a program ended.
local M = {}

-- Those that end a program on every system the plugin runs on.
local signals = {
  [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [5] = "SIGTRAP",
  [6] = "SIGABRT", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE",
  [15] = "SIGTERM",
}

--- `exit code 3`, or `signal 11, SIGSEGV`. Neovim tells of a signal as a shell does: 128 more.
---@param code integer
---@return string
function M.describe(code)
  if code <= 128 then
    return ("exit code %d"):format(code)
  end
  local name = signals[code - 128]
  return ("signal %d"):format(code - 128) .. (name and ", " .. name or "")
end

return M
