--- Text that waits to be written, given out in pieces that never end inside of a character.
--- Pure: no editor state.
local M = {}

---@class chatmd.TextQueue
---@field private texts (string|false)[]
---@field private head integer first of `texts` that is not wholly taken
---@field private offset integer bytes of it that are
local Queue = {}
Queue.__index = Queue

---@param text? string what waits from the beginning
---@return chatmd.TextQueue
function M.new(text)
  return setmetatable({ texts = { text }, head = 1, offset = 0 }, Queue)
end

---@param text string
function Queue:push(text)
  self.texts[#self.texts + 1] = text
end

---@return boolean
function Queue:is_empty()
  return self.head > #self.texts
end

--- Takes the next text.
---@param room integer the most bytes, at least four
---@return string
function Queue:take(room)
  local taken = {}
  while room > 0 and not self:is_empty() do
    local text = self.texts[self.head]
    local last = self.offset + room
    if last >= #text then
      taken[#taken + 1] = text:sub(self.offset + 1)
      self.texts[self.head] = false
      self.head, self.offset = self.head + 1, 0
    else
      -- A byte 10xxxxxx after the cut belongs to the character before it.
      while last > self.offset + room - 4 and text:byte(last + 1, last + 1) >= 0x80
        and text:byte(last + 1, last + 1) < 0xC0
      do
        last = last - 1
      end
      taken[#taken + 1] = text:sub(self.offset + 1, last)
      self.offset = math.max(last, self.offset)
      break
    end
    room = room - #taken[#taken]
  end
  if self:is_empty() then
    self.texts, self.head = {}, 1
  end
  return table.concat(taken)
end

return M
