--- Where in a buffer a reply stands, from its first write on, and how it is removed again.
---
---     Hi                        ← origin: where the writing began; no undo moves it
---                               ← first
---     # === ASSISTANT ===
---     …
---     # === USER ===
---                               ← last: what the user types there stays the user's
---
--- The three are extmarks, so edits anywhere move them along. Undoing the reply makes one place of
--- all, and redoing it does not part them: then they are set anew, where the text is the same.
local M = {}

local api = vim.api

local namespace = api.nvim_create_namespace("chatmd_replies")

---@class chatmd.Written
---@field buf integer
---@field replaced? string[] what the reply took the place of, from its first place on
---@field private marks table<"origin"|"first"|"last", integer>
---@field private change? integer number of the undo block with the last write
---@field private extent? chatmd.Extent
---@field private is_undone? boolean
local Written = {}
Written.__index = Written

--- The reply after its last write, seen from its origin.
---@class chatmd.Extent
---@field first integer[] rows below the origin, column
---@field last integer[] likewise
---@field tail string[] its last lines

---@type table<integer, chatmd.Written[]> oldest first
local of_buffer = {}

local gravity = { origin = false, first = true, last = false }

---@param buf integer
---@param row integer from 0
---@param col integer
---@return chatmd.Written
function M.at(buf, row, col)
  local self = setmetatable({ buf = buf, marks = {} }, Written)
  self:set("last", row, col)
  return self
end

---@param name "origin"|"first"|"last"
---@param row integer
---@param col integer
function Written:set(name, row, col)
  self.marks[name] = api.nvim_buf_set_extmark(self.buf, namespace, row, col, {
    id = self.marks[name],
    right_gravity = gravity[name],
  })
end

--- Where a mark is, inside of the buffer.
---@param name "origin"|"first"|"last"
---@return integer row from 0
---@return integer col
function Written:get(name)
  local mark = api.nvim_buf_get_extmark_by_id(self.buf, namespace, self.marks[name], {})
  -- Deleting the last line leaves the mark one line below the buffer.
  local row = math.min(mark[1] or math.huge, api.nvim_buf_line_count(self.buf) - 1)
  local length = #api.nvim_buf_get_lines(self.buf, row, row + 1, false)[1]
  return row, row == mark[1] and math.min(mark[2], length) or length
end

-- A buffer's replies ----------------------------------------------------------------------------

---@param buf integer
local function forget(buf)
  of_buffer[buf] = nil
  pcall(api.nvim_del_augroup_by_name, "chatmd_replies_" .. buf)
end

---@param buf integer
local function watch(buf)
  of_buffer[buf] = {}
  api.nvim_create_autocmd("TextChanged", {
    group = api.nvim_create_augroup("chatmd_replies_" .. buf, { clear = true }),
    buffer = buf,
    desc = "See which replies were undone",
    callback = function()
      for _, written in ipairs(of_buffer[buf] or {}) do
        written:check()
      end
    end,
  })
  -- Neither event may be answered by more than a note: the buffer is not to be touched then.
  local function later()
    of_buffer[buf] = nil
    vim.schedule(function()
      if not of_buffer[buf] then
        forget(buf)
      end
    end)
    return true
  end
  api.nvim_buf_attach(buf, false, { on_reload = later, on_detach = later })
end

-- Writing ----------------------------------------------------------------------------------------

--- Takes note of the first write.
---@param row integer where it began
---@param col integer
---@param starts_line boolean whether the reply begins on a line of its own, below that one
function Written:begin(row, col, starts_line)
  if not of_buffer[self.buf] then
    watch(self.buf)
  end
  table.insert(of_buffer[self.buf], self)
  self:set("origin", row, col)
  if starts_line then
    self:set("first", row + 1, 0)
  else
    self:set("first", row, col)
  end
end

--- Takes note of how the reply stands after a write, which leaves it there.
---@param first integer[]|nil where it began before the write, which may have moved the mark
---@param row integer where it ends now
---@param col integer
---@param change integer number of the undo block
function Written:extend(first, row, col, change)
  self:set("last", row, col)
  if first then
    self:set("first", first[1], first[2])
  end
  local origin = self:get("origin")
  local first_row, first_col = self:get("first")
  self.change = change
  self.extent = {
    first = { first_row - origin, first_col },
    last = { row - origin, col },
    tail = api.nvim_buf_get_lines(self.buf, math.max(0, row - 1), row + 1, false),
  }
end

--- Sees whether the user has undone or redone the reply since.
function Written:check()
  if not self.change then
    return
  elseif api.nvim_buf_call(self.buf, vim.fn.changenr) < self.change then
    self.is_undone = true
  elseif self.is_undone and self:is_as_it_was() then
    self.is_undone = false
    local origin, first, last = self:get("origin"), self.extent.first, self.extent.last
    self:set("first", origin + first[1], first[2])
    self:set("last", origin + last[1], last[2])
  end
end

---@private
---@return boolean
function Written:is_as_it_was()
  local row = self:get("origin") + self.extent.last[1]
  local tail = api.nvim_buf_get_lines(self.buf, math.max(0, row - 1), row + 1, false)
  return vim.deep_equal(tail, self.extent.tail)
end

-- Removing ---------------------------------------------------------------------------------------

--- Deletes the text between two places, and keeps what the user has written behind it on a line
--- of its own.
---@param first integer[]
---@param last integer[]
---@param instead string[]|nil
function Written:delete(first, last, instead)
  local line = api.nvim_buf_get_lines(self.buf, last[1], last[1] + 1, false)[1]
  local has_rest = last[2] < #line
  if first[2] > 0 then
    instead = vim.list_extend({}, instead or { "" })
    if has_rest and last[1] > first[1] then
      instead[#instead + 1] = ""
    end
    api.nvim_buf_set_text(self.buf, first[1], first[2], last[1], last[2], instead)
  elseif has_rest and last[2] > 0 then
    api.nvim_buf_set_text(self.buf, first[1], 0, last[1], last[2], { "" })
  else
    api.nvim_buf_set_lines(self.buf, first[1], last[1] + (has_rest and 0 or 1), true, {})
  end
end

---@private
---@return integer[]|nil first nil where nothing of it is left
---@return integer[]|nil last
function Written:range()
  local first, last = { self:get("first") }, { self:get("last") }
  if last[1] > first[1] or (last[1] == first[1] and last[2] > first[2]) then
    return first, last
  end
end

--- Takes note that text stands behind a place again which a reply had taken the place of: one that
--- ended in it, and was gone on with, ends behind it as before.
---@param buf integer
---@param at integer[]
---@param text string[]
local function put_back(buf, at, text)
  for _, written in ipairs(of_buffer[buf]) do
    local row, col = written:get("last")
    if written.extent and row == at[1] and col == at[2] then
      written:set("last", row + #text - 1, (#text == 1 and col or 0) + #text[#text])
    end
  end
end

--- Removes the newest reply that is in a buffer, as one change.
---@param buf integer
---@param edit fun(change: fun()) makes the change an undo block of its own
---@return boolean removed false where there is none
function M.remove_last(buf, edit)
  local replies = of_buffer[buf] or {}
  for index = #replies, 1, -1 do
    local written = replies[index]
    written:check()
    local first, last = written:range()
    if first and last then
      -- It is kept in mind: undo brings it back.
      edit(function()
        written:delete(first, last, written.replaced)
        if written.replaced then
          put_back(buf, first, written.replaced)
        end
      end)
      return true
    end
  end
  return false
end

return M
