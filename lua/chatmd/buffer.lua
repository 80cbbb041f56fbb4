--- Writes a reply into a buffer while the user goes on working in it.
---
---     append ──► queue ──► a turn each tick (pacer.lua) ──► the line at its end, and lines after
---
--- Its end is an extmark (written.lua), so edits above move it along. Only whole lines are
--- inserted, and only the reply's own last line is changed: no mark, fold or cursor on a line of
--- the user's is touched.
local change = require("chatmd.change")
local insert_undo = require("chatmd.insert_undo")
local label = require("chatmd.label")
local pacer = require("chatmd.pacer")
local text_queue = require("chatmd.text_queue")
local views = require("chatmd.views")
local written = require("chatmd.written")

local M = {}

local api = vim.api

-- A piece's time is small beside a tick's. Where each change costs more than all of that whatever
-- its size, by what else listens to changes, a reply makes fewer and bigger ones.
local PIECE_BYTES, LARGEST_PIECE_BYTES = 4096, 65536
local GAIN = 0.7
-- How soon a write that was refused (textlock, 'nomodifiable') is tried again.
local REFUSED_MS = 100
-- A heading is looked for this far below the reply's beginning.
local HEADING_LINES = 5

---@class chatmd.Reply: chatmd.Writer
---@field buf integer
---@field on_undone? fun() the user took back what was written
---@field on_refused? fun(problem: string) a write failed; it is tried again until it succeeds
---@field private queue chatmd.TextQueue
---@field private unwritten? string taken from the queue, but refused by the buffer
---@field private piece integer bytes that are written by one change
---@field private cost? number nanoseconds a byte, where one change took all the time there was
---@field private changedtick? integer as our last write left it
---@field private change? integer number of the undo block our last write is in
---@field private written chatmd.Written
---@field private views chatmd.Views
---@field private seam? chatmd.Seam
---@field private label chatmd.Label
---@field private heading_found? boolean whether the label is beside it
local Reply = {}
Reply.__index = Reply

--- Where a reply that broke off is gone on with.
---@class chatmd.Seam
---@field row integer from 0: where its text ends
---@field col integer
---@field heading integer row of its heading
---@field lines string[] what was sent; what stands behind the place goes with the first write

--- The buffer as the file that `:write` would make of it, in UTF-8 with LF.
---@param buf integer
---@return string
function M.text(buf)
  local lines = api.nvim_buf_get_lines(buf, 0, -1, false)
  for index, line in ipairs(lines) do
    -- A NUL in a buffer is shown to Lua as a line feed.
    if line:find("\n", 1, true) then
      lines[index] = line:gsub("\n", "\0")
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

---@param buf integer
---@return string|nil path none for a buffer that is not, and will not be, a file
function M.path(buf)
  local name = api.nvim_buf_get_name(buf)
  if name:sub(1, 1) == "/" and vim.bo[buf].buftype == "" then
    return name
  end
end

--- A reply after the last line of a buffer, or at a seam.
---@param buf integer
---@param seam? chatmd.Seam
---@return chatmd.Reply
function M.reply(buf, seam)
  local self = setmetatable({
    buf = buf,
    -- The protocol's text continues after the buffer's final newline, which no line shows.
    queue = text_queue.new(not seam and "\n" or nil),
    piece = PIECE_BYTES,
    views = views.of(buf),
    seam = seam,
  }, Reply)
  if seam then
    self.written = written.at(buf, seam.row, seam.col)
    self.label = label.at(buf, seam.heading)
    self.heading_found = true
  else
    local row = api.nvim_buf_line_count(buf) - 1
    self.written = written.at(buf, row, #api.nvim_buf_get_lines(buf, row, row + 1, false)[1])
    self.label = label.at(buf, row)
  end
  return self
end

--- Writes text at the end of the reply, at the next tick.
---@param text string
function Reply:append(text)
  if text ~= "" and not self.closed then
    self.queue:push(text)
    self.has_text = true
    if not self.refused then
      pacer.add(self)
    end
  end
end

--- Calls back as soon as everything is in the buffer.
---@param on_written fun()
function Reply:finish(on_written)
  if self.closed or not self.has_text or not self:is_pending() then
    on_written()
  else
    self.on_written = on_written
  end
end

--- Whether nothing was written yet.
---@return boolean
function Reply:is_empty()
  return self.change == nil
end

--- Ends the writing. What is not in the buffer yet is dropped.
function Reply:close()
  self.closed = true
  self.label:remove()
end

--- Looks whether the user took back what was written. What then still came would stand in their
--- message without its heading, and would cost them the redo.
---@return boolean
function Reply:check_undone()
  if self.closed or not self.change or not api.nvim_buf_is_loaded(self.buf)
    or api.nvim_buf_get_changedtick(self.buf) == self.changedtick
  then
    return false
  end
  -- Deleting the whole conversation takes the reply's heading away as well.
  local is_empty = api.nvim_buf_line_count(self.buf) == 1
    and api.nvim_buf_get_lines(self.buf, 0, 1, false)[1] == ""
  if not is_empty and api.nvim_buf_call(self.buf, vim.fn.changenr) >= self.change then
    return false
  end
  self:close()
  if self.on_undone then
    self.on_undone()
  end
  return true
end

-- Writing ------------------------------------------------------------------------------------

---@private
---@return boolean
function Reply:is_pending()
  return self.unwritten ~= nil or not self.queue:is_empty()
end

---@param room integer bytes
---@param deadline number
---@return integer written
function Reply:turn(room, deadline)
  if self.closed or not api.nvim_buf_is_loaded(self.buf) or self:check_undone() then
    return 0
  end
  local done, problem = self:write(room, deadline)
  if problem then
    self:wait_after_refusal(problem)
  elseif self:is_pending() then
    pacer.add(self)
  elseif self.on_written then
    local on_written = self.on_written
    self.on_written = nil
    on_written()
  end
  return done
end

---@private
---@param problem string
function Reply:wait_after_refusal(problem)
  if self.on_refused then
    self.on_refused(problem)
  end
  self.refused = true
  vim.defer_fn(function()
    self.refused = false
    pacer.add(self)
  end, REFUSED_MS)
end

---@private
---@param room integer
---@param deadline number
---@return integer bytes
---@return string|nil problem
function Reply:write(room, deadline)
  local from, at = self.written:get("last")
  local count = api.nvim_buf_line_count(self.buf)
  local takes_tail = self:takes_tail(from, at)
  local joined = api.nvim_buf_get_changedtick(self.buf) == self.changedtick
  local first = self.change and { self.written:get("first") }
  self.views:save(from, takes_tail or from == count - 1)

  local row, col, bytes, pieces, begun = from, at, 0, 0, vim.loop.hrtime()
  local number, problem = change.make(self.buf, function()
    if takes_tail then
      self:take_tail(row, col)
    end
    repeat
      self.unwritten = self.unwritten or self.queue:take(math.min(self.piece, room - bytes))
      local lines = vim.split(self.unwritten, "\n", { plain = true })
      self:insert(row, col, lines)
      bytes, pieces = bytes + #self.unwritten, pieces + 1
      self.unwritten = nil
      row, col = row + #lines - 1, (#lines == 1 and col or 0) + #lines[#lines]
    until self.queue:is_empty() or room - bytes < 4 or vim.loop.hrtime() >= deadline
  end, joined)
  if bytes == 0 then
    return 0, problem
  end

  self:adapt(pieces, bytes, vim.loop.hrtime() - begun, vim.loop.hrtime() >= deadline)
  self.change, self.changedtick = number, api.nvim_buf_get_changedtick(self.buf)
  if not first then
    self.written:begin(from, at, self.seam == nil and row > from)
  end
  self.written:extend(first, row, col, number)
  if not self.heading_found then
    self:find_heading()
  end
  self.views:restore(from, api.nvim_buf_line_count(self.buf) - count)
  if not joined then
    insert_undo.after_write(self.buf)
  end
  return bytes, problem
end

--- Makes the pieces as large as pays.
---@private
---@param pieces integer
---@param bytes integer
---@param took number nanoseconds
---@param is_late boolean
function Reply:adapt(pieces, bytes, took, is_late)
  if pieces > 1 or not is_late then
    self.piece, self.cost = math.max(PIECE_BYTES, self.piece / 2), nil
  elseif bytes >= self.piece / 2 then
    local cost = took / bytes
    local pays = not self.cost or cost < GAIN * self.cost
    self.piece = pays and math.min(LARGEST_PIECE_BYTES, self.piece * 2) or PIECE_BYTES
    self.cost = pays and cost or nil
  end
end

---@private
---@param row integer
---@param col integer
---@param lines string[] the first continues the line at `row`
function Reply:insert(row, col, lines)
  local line = api.nvim_buf_get_lines(self.buf, row, row + 1, false)[1]
  if col < #line then
    -- The user typed behind the reply's last line.
    api.nvim_buf_set_text(self.buf, row, col, row, col, lines)
    return
  end
  if lines[1] ~= "" then
    -- Not nvim_buf_set_text, which deletes the marks on the line, or moves them along.
    vim.fn.setline(row + 1, line .. lines[1])
  end
  if #lines > 1 then
    api.nvim_buf_set_lines(self.buf, row + 1, row + 1, true, vim.list_slice(lines, 2))
  end
end

-- Seam ---------------------------------------------------------------------------------------

--- What stands behind a place in the buffer as it was sent, or as it is.
---@param lines string[] from the place's row on
---@param col integer
---@return string[]
local function tail_of(lines, col)
  local tail = vim.list_slice(lines, 1)
  tail[1] = (tail[1] or ""):sub(col + 1)
  return tail
end

--- Moves the seam to where the binary says that the reply's text ends.
---@param row integer from 0, in the text that was sent
---@param col integer
function Reply:move_seam(row, col)
  local seam = self.seam
  if not seam or self.change or row == seam.row and col == seam.col then
    return
  end
  -- Edits above have moved the place along.
  local at = self.written:get("last") + row - seam.row
  local line = api.nvim_buf_get_lines(self.buf, at, at + 1, false)[1]
  if line == seam.lines[row + 1] and col <= #line then
    self.written:set("last", at, col)
    seam.row, seam.col = row, col
  end
end

--- Whether the tail goes with this write: with the first one, if nobody has touched it.
---@private
---@param row integer
---@param col integer
---@return boolean
function Reply:takes_tail(row, col)
  if not self.seam or self.change then
    return false
  end
  local seam = self.seam
  return vim.deep_equal(
    tail_of(api.nvim_buf_get_lines(self.buf, row, -1, true), col),
    tail_of(vim.list_slice(seam.lines, seam.row + 1), seam.col)
  )
end

---@private
---@param row integer
---@param col integer
function Reply:take_tail(row, col)
  local tail = tail_of(api.nvim_buf_get_lines(self.buf, row, -1, true), col)
  if tail[1] ~= "" then
    vim.fn.setline(row + 1, vim.fn.getline(row + 1):sub(1, col))
  end
  if #tail > 1 then
    api.nvim_buf_set_lines(self.buf, row + 1, -1, true, {})
  end
  self.written.replaced = tail
end

-- Label --------------------------------------------------------------------------------------

--- Shows a few words beside the reply's heading; before there is one, beside the last line that
--- was sent.
---@param words string
function Reply:show(words)
  if not self.closed and api.nvim_buf_is_loaded(self.buf) then
    self.label:show(words)
  end
end

---@private
function Reply:find_heading()
  local first = self.written:get("first")
  local lines = api.nvim_buf_get_lines(self.buf, first, first + HEADING_LINES, false)
  for index, line in ipairs(lines) do
    if line:find("%S") then
      self.heading_found = true
      self.label:move(first + index - 1)
      return
    end
  end
end

return M
