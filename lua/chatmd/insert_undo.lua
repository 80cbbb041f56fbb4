--- Keeps undo whole when a buffer is written into while the user is in insert mode in it.
---
--- Insert mode saves the cursor line for undo once, before its first change. Writing elsewhere ends
--- that undo entry; a line break typed afterwards is then in no entry at all, and undo removes the
--- wrong line. Neovim 0.10 saves anew by itself. Here the same is done just before the next key
--- that may change text, and not earlier: if none comes, the reply stays one undo block.
local M = {}

local api = vim.api
local namespace = api.nvim_create_namespace("chatmd_insert_undo")

local needed = vim.fn.has("nvim-0.10") == 0
-- Of the keys that come as 0x80 and two bytes only these change text.
local deleting = { ["\128kb"] = true, ["\128kD"] = true }
local leaving = { ["\27"] = true, ["\3"] = true }

local function save_cursor_line()
  local line = api.nvim_win_get_cursor(0)[1]
  -- The first saves the line, the second begins an entry that counts the lines added after it.
  vim.fn.setline(line, api.nvim_get_current_line())
  api.nvim_buf_set_lines(0, line, line, false, {})
end

--- To be called after each write.
---@param buf integer
function M.after_write(buf)
  if not needed or api.nvim_get_current_buf() ~= buf
    or not api.nvim_get_mode().mode:find("^[iR]")
  then
    return
  end
  vim.on_key(function(key)
    local inserting = api.nvim_get_current_buf() == buf
      and api.nvim_get_mode().mode:find("^[iR]") and not leaving[key]
    if inserting and key:byte() == 0x80 and not deleting[key] then
      return
    end
    vim.on_key(nil, namespace)
    if inserting then
      pcall(vim.cmd, "silent keepjumps lua require('chatmd.insert_undo')._save()")
    end
  end, namespace)
end

M._save = save_cursor_line

return M
