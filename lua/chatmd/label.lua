--- A few words as virtual text at the end of a line, which they stay at wherever it moves.
local M = {}

local api = vim.api

local namespace = api.nvim_create_namespace("chatmd")

---@class chatmd.Label
---@field private buf integer
---@field private mark? integer extmark
---@field private words? string as they are shown
local Label = {}
Label.__index = Label

---@param buf integer
---@param row integer from 0
---@return chatmd.Label
function M.at(buf, row)
  local self = setmetatable({ buf = buf }, Label)
  self:place(row)
  return self
end

--- Changes the words. Neither those that stand there nor a buffer that nobody sees are worth a
--- redraw.
---@param words string
function Label:show(words)
  if words == self.words or vim.fn.bufwinid(self.buf) == -1 then
    return
  end
  self.words = words
  local mark = api.nvim_buf_get_extmark_by_id(self.buf, namespace, self.mark, {})
  -- Deleting the last line leaves the mark one line below the buffer.
  self:place(math.min(mark[1] or math.huge, api.nvim_buf_line_count(self.buf) - 1))
end

---@param row integer
function Label:move(row)
  -- Neovim 0.7 does not redraw the line that a mark is moved away from.
  api.nvim_buf_del_extmark(self.buf, namespace, self.mark)
  self:place(row)
end

---@private
---@param row integer
function Label:place(row)
  self.mark = api.nvim_buf_set_extmark(self.buf, namespace, row, 0, {
    id = self.mark,
    virt_text = self.words and { { self.words, "Comment" } } or nil,
    hl_mode = "combine",
  })
end

function Label:remove()
  if api.nvim_buf_is_valid(self.buf) then
    pcall(api.nvim_buf_del_extmark, self.buf, namespace, self.mark)
  end
end

return M
