--- Where the cursor is in each window that shows a buffer, over a write into it, and whether it
--- goes along: it does where it stands on the last line, except while the user types or selects
--- there.
local M = {}

local api = vim.api

---@class chatmd.Views
---@field private buf integer
---@field private command_line_windows table<integer, integer> window → line it follows from later
---@field private windows { id: integer, cursor: integer[], follows: boolean }[]
local Views = {}
Views.__index = Views

---@param buf integer
---@return chatmd.Views
function M.of(buf)
  return setmetatable({ buf = buf, command_line_windows = {} }, Views)
end

--- To be called before a write.
---@param row integer from 0: where the reply ends
---@param is_end boolean whether it is, or will be, the buffer's end as well
function Views:save(row, is_end)
  local last = api.nvim_buf_line_count(self.buf)
  local current, mode = api.nvim_get_current_win(), api.nvim_get_mode().mode
  self.windows = {}
  for _, win in ipairs(vim.fn.win_findbuf(self.buf)) do
    local cursor = api.nvim_win_get_cursor(win)
    local follows = is_end
      and (cursor[1] == last or cursor[1] > row + 1 or cursor[1] == self.command_line_windows[win])
    self.command_line_windows[win] = nil
    if follows and win == current and mode ~= "n" then
      follows = false
      -- A range typed after : must mean what it meant, but the view goes on afterwards.
      self.command_line_windows[win] = mode:sub(1, 1) == "c" and cursor[1] or nil
    end
    self.windows[#self.windows + 1] = { id = win, cursor = cursor, follows = follows }
  end
end

--- To be called after it.
---@param row integer from 0: where the write began
---@param added integer how many lines the buffer has more
function Views:restore(row, added)
  local count = api.nvim_buf_line_count(self.buf)
  for _, win in ipairs(self.windows) do
    if api.nvim_win_is_valid(win.id) then
      local line, col = win.cursor[1], win.cursor[2]
      if win.follows then
        line = count
        local wrap = api.nvim_win_get_option(win.id, "wrap")
        col = wrap and #api.nvim_buf_get_lines(self.buf, line - 1, line, false)[1] or 0
      elseif line - 1 > row then
        line = math.max(row + 1, line + added)
      end
      local now = api.nvim_win_get_cursor(win.id)
      if now[1] ~= line or now[2] ~= col then
        pcall(api.nvim_win_set_cursor, win.id, { line, col })
      end
    end
  end
end

return M
