--- Keeps undo whole when a buffer is written into while the user is in insert mode in it.
---
--- Insert mode saves the cursor line for undo once, before its first change. Writing elsewhere ends
--- that undo entry; a line break typed afterwards is then in no entry at all, and undo removes the
--- wrong line. Neovim 0.10 saves anew by itself; before, CTRL-G u asks for it. It changes nothing,
--- so if no key follows, the reply stays one undo block.
local M = {}

local api = vim.api
local needed = vim.fn.has("nvim-0.10") == 0
local break_insert = api.nvim_replace_termcodes("<C-g>u", true, true, true)

--- To be called after a write that came after a change of the user's.
---@param buf integer
function M.after_write(buf)
  -- Timers run only where insert mode waits for a whole command, so none is cut in two here.
  -- While completion is open, CTRL-G would be part of it.
  if needed and api.nvim_get_current_buf() == buf and api.nvim_get_mode().mode:find("^[iR]$") then
    api.nvim_feedkeys(break_insert, "ni", false)
  end
end

return M
