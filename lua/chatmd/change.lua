--- Changes a buffer as one undo block, or more of the same one, without leaving a trace in the
--- jump list, the change list or the user's marks.
local M = {}

local api = vim.api

-- `:keepjumps` is a command modifier, so the change has to be a command too, which can be given no
-- closure.
local change

function M._run()
  change()
end

--- Ends the undo block of the current buffer. Setting the option, even to the same, is the
--- documented way to do so ("undo-break" in Neovim's help).
local function break_undo()
  vim.cmd("noautocmd let &g:undolevels = &g:undolevels")
end

---@param buf integer
---@param body fun()
---@param joined? boolean whether it belongs to the undo block of the change before, which must have
---  been the last one of the buffer: a join after an undo would be E790, one across an edit would
---  take that edit along
---@return integer number of the undo block
---@return string|nil problem why the buffer took no more than a part of it, or nothing
function M.make(buf, body, joined)
  local number, ok, problem
  api.nvim_buf_call(buf, function()
    if joined then
      pcall(vim.cmd, "undojoin")
    else
      break_undo()
    end
    change = function()
      ok, problem = pcall(body)
    end
    vim.cmd("silent keepjumps lua require('chatmd.change')._run()")
    number = vim.fn.changenr()
    -- In insert mode nothing else would keep the user's next line out of our block.
    break_undo()
  end)
  -- Without the line of ours that Lua names first.
  return number, not ok and tostring(problem):gsub("^[^:]+:%d+: ", "") or nil
end

return M
