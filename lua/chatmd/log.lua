--- `:Chatmd log`: the file that the binary logs to.
local notify = require("chatmd.notify")
local outside_cmdwin = require("chatmd.outside_cmdwin")
local settings = require("chatmd.settings")

local M = {}

local HOW = [[nothing is logged; it is where config.toml (`chatmd config edit`) says

[log]
file = "~/.local/state/chatmd/log"]]

--- Opens a file that strangers' words are in: what looks like a modeline there is none.
---@param path string
local function show(path)
  local modeline = vim.go.modeline
  vim.go.modeline = false
  local ok, problem = pcall(vim.cmd, "botright sview " .. vim.fn.fnameescape(path))
  vim.go.modeline = modeline
  if not ok then
    return notify.error(problem:match("E%d+: .*") or problem)
  end
  vim.bo.modeline = false
  vim.bo.autoread = true
  vim.cmd("keepjumps normal! G0")
end

---@param buf integer
function M.open(buf)
  settings.of_folder(buf, function(answer, problem)
    if not answer then
      return notify.error(problem)
    end
    local file = settings.value(answer, "log.file")
    if type(file) ~= "string" then
      return notify.info(HOW)
    end
    -- `~/` is all that is expanded.
    local path = vim.fn.fnamemodify(file, ":p")
    if vim.loop.fs_stat(path) then
      outside_cmdwin(function() show(path) end)
    else
      notify.info(("nothing is in the log yet: `%s`"):format(vim.fn.strtrans(path)))
    end
  end)
end

return M
