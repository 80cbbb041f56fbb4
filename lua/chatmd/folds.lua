--- Folds notes, what a model has thought among them, and what tools have done.
---
--- Which lines those are the binary says. Folds are a window's, and are made where they are the
--- user's to make: with 'foldmethod' manual, as it is by default.
local conversation = require("chatmd.conversation")

local M = {}

local api = vim.api

--- Folds lines in the current window, unless they were before, and perhaps were opened again, or
--- the cursor is in them.
---@param first integer
---@param last integer
local function fold(first, last)
  local row = api.nvim_win_get_cursor(0)[1]
  if vim.fn.foldlevel(first) > 0 or (row >= first and row <= last) then
    return
  end
  local view = vim.fn.winsaveview()
  vim.cmd(("silent keepjumps %d,%dfold"):format(first, last))
  vim.fn.winrestview(view)
end

--- The lines to fold: of each note all, of calls and their results one fold from the first call on.
---@param read chatmd.Conversation
---@return chatmd.Lines[]
local function ranges(read)
  local found = {}
  for index, message in ipairs(read.messages) do
    local first = message.heading_line
    if message.role == "tool" then
      local before = read.messages[index - 1]
      -- Calls stand at the end of the section above.
      local call = before and before.role == "assistant" and (before.tool_records or {})[1]
      first = call and call.lines.first or first
    elseif message.role ~= "note" then
      first = nil
    end
    if first and message.lines.last >= message.lines.first then
      found[#found + 1] = { first = first, last = message.lines.last }
    end
  end
  return found
end

--- Folds in a buffer, wherever it is shown.
---@param buf integer
function M.update(buf)
  if not api.nvim_buf_is_loaded(buf) or #vim.fn.win_findbuf(buf) == 0 then
    return
  end
  conversation.get(buf, function(read)
    if not read or not api.nvim_buf_is_loaded(buf)
      or read.changedtick ~= api.nvim_buf_get_changedtick(buf)
    then
      return
    end
    for _, win in ipairs(vim.fn.win_findbuf(buf)) do
      if vim.wo[win].foldmethod == "manual" and vim.wo[win].foldenable then
        api.nvim_win_call(win, function()
          for _, lines in ipairs(ranges(read)) do
            fold(lines.first, lines.last)
          end
        end)
      end
    end
  end)
end

return M
