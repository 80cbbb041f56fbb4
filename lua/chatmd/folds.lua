--- Folds what a model has thought: the notes that `show_reasoning` puts into a conversation.
---
--- Which lines are such notes the binary says. Folds are a window's, and are made where they are
--- the user's to make: with 'foldmethod' manual, as it is by default.
local buffer = require("chatmd.buffer")
local client = require("chatmd.client")

local M = {}

local api = vim.api

--- Whether a line may begin such a note: without one nobody has to be asked.
---@param line string
---@return boolean
function M.may_begin(line)
  return vim.startswith(line, "# === NOTE (reasoning) ===")
end

--- Folds a note in the current window, unless it was before, and perhaps was opened again, or the
--- cursor is in it.
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

---@param buf integer
---@param messages table[]
local function fold_all(buf, messages)
  for _, win in ipairs(vim.fn.win_findbuf(buf)) do
    if vim.wo[win].foldmethod == "manual" and vim.wo[win].foldenable then
      api.nvim_win_call(win, function()
        for _, message in ipairs(messages) do
          local first = message.role == "note" and message.heading_line
          -- The buffer may have changed since it was read.
          local line = first and api.nvim_buf_get_lines(buf, first - 1, first, false)[1]
          if line and M.may_begin(line) then
            fold(first, math.min(message.lines.last, api.nvim_buf_line_count(buf)))
          end
        end
      end)
    end
  end
end

--- Folds the notes of a buffer wherever it is shown.
---@param buf integer
function M.update(buf)
  if not api.nvim_buf_is_loaded(buf) or #vim.fn.win_findbuf(buf) == 0 then
    return
  end
  for _, line in ipairs(api.nvim_buf_get_lines(buf, 0, -1, false)) do
    if M.may_begin(line) then
      client.parse(buffer.text(buf), function(parsed)
        if api.nvim_buf_is_loaded(buf) then
          fold_all(buf, parsed.messages or {})
        end
      end)
      return
    end
  end
end

return M
