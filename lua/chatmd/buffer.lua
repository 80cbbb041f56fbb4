--- Writes a reply into a buffer while the user goes on working in it.
---
---     append ──► queue ──► one write a tick ──► the line under the anchor, and lines after it
---                          (30 ms, 64 kB)
---
--- The anchor is an extmark at the end of what was written, so edits above move it along. Only
--- whole lines are inserted, and only the reply's own last line is changed: no mark, fold or
--- cursor on a line of the user's is touched.
local insert_undo = require("chatmd.insert_undo")

local M = {}

local api = vim.api

local TICK_MS = 30
local TICK_BYTES = 65536
-- How soon a write that was refused (textlock, 'nomodifiable') is tried again.
local REFUSED_MS = 100

local namespace = api.nvim_create_namespace("chatmd")

---@class chatmd.Reply
---@field buf integer
---@field on_undone? fun() the user took back what was written
---@field on_refused? fun(problem: string) a write failed; it is tried again until it succeeds
---@field private anchor integer extmark
---@field private queue string[]
---@field private head integer first of `queue` that is not wholly written
---@field private offset integer bytes of it that are
---@field private unwritten? string taken from the queue, but refused by the buffer
---@field private changedtick? integer as our last write left it
---@field private change? integer number of the undo block our last write is in
---@field private command_line_windows table<integer, integer> window → line it follows from later
local Reply = {}
Reply.__index = Reply

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

--- A reply after the last line of a buffer.
---@param buf integer
---@return chatmd.Reply
function M.reply(buf)
  local self = setmetatable({
    buf = buf,
    -- The protocol's text continues after the buffer's final newline, which no line shows.
    queue = { "\n" },
    head = 1,
    offset = 0,
    command_line_windows = {},
  }, Reply)
  local row = api.nvim_buf_line_count(buf) - 1
  self:place(row, #api.nvim_buf_get_lines(buf, row, row + 1, false)[1])
  return self
end

--- Writes text at the end of the reply, at the next tick.
---@param text string
function Reply:append(text)
  if text ~= "" and not self.closed then
    self.queue[#self.queue + 1] = text
    self.has_text = true
    self:schedule(TICK_MS)
  end
end

--- Calls back as soon as everything is in the buffer.
---@param on_written fun()
function Reply:finish(on_written)
  if self.closed or not self.has_text or not self:pending() then
    on_written()
  else
    self.on_written = on_written
  end
end

--- Shows a few words behind the reply's last line; nil removes them.
---@param label? string
function Reply:show(label)
  if self.closed or label == self.label then
    return
  end
  self.label = label
  local row, col = self:position()
  if row then
    self:place(row, col)
  end
end

--- Ends the writing. What is not in the buffer yet is dropped.
function Reply:close()
  self.closed = true
  if api.nvim_buf_is_valid(self.buf) then
    pcall(api.nvim_buf_del_extmark, self.buf, namespace, self.anchor)
  end
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

-- Queue ---------------------------------------------------------------------------------------

---@private
function Reply:pending()
  return self.unwritten ~= nil or self.head <= #self.queue
end

--- The next bytes of the queue, never a part of a character.
---@private
---@return string
function Reply:take()
  local taken, room = {}, TICK_BYTES
  while room > 0 and self.head <= #self.queue do
    local text = self.queue[self.head]
    local last = self.offset + room
    if last >= #text then
      taken[#taken + 1] = text:sub(self.offset + 1)
      self.queue[self.head] = false
      self.head, self.offset = self.head + 1, 0
    else
      -- A byte 10xxxxxx after the cut belongs to the character before it.
      while last > self.offset + room - 4 and text:byte(last + 1, last + 1) >= 0x80
        and text:byte(last + 1, last + 1) < 0xC0
      do
        last = last - 1
      end
      taken[#taken + 1] = text:sub(self.offset + 1, last)
      self.offset = last
      break
    end
    room = room - #taken[#taken]
  end
  if self.head > #self.queue then
    self.queue, self.head = {}, 1
  end
  return table.concat(taken)
end

---@private
function Reply:schedule(milliseconds)
  if self.scheduled then
    return
  end
  self.scheduled = true
  vim.defer_fn(function()
    self.scheduled = false
    self:tick()
  end, milliseconds)
end

---@private
function Reply:tick()
  if self.closed or not api.nvim_buf_is_loaded(self.buf) or self:check_undone() then
    return
  end
  self.unwritten = self.unwritten or self:take()
  local ok, problem = pcall(self.write, self, self.unwritten)
  if not ok then
    if self.on_refused then
      self.on_refused(tostring(problem))
    end
    self:schedule(REFUSED_MS)
    return
  end
  self.unwritten = nil
  if self:pending() then
    self:schedule(TICK_MS)
  elseif self.on_written then
    local on_written = self.on_written
    self.on_written = nil
    on_written()
  end
end

-- Anchor -------------------------------------------------------------------------------------

---@private
function Reply:place(row, col)
  if self.label and self.anchor then
    -- Neovim 0.7 does not redraw the line that a mark is moved away from.
    api.nvim_buf_del_extmark(self.buf, namespace, self.anchor)
  end
  self.anchor = api.nvim_buf_set_extmark(self.buf, namespace, row, col, {
    id = self.anchor,
    -- What the user types at the end of the reply comes after it.
    right_gravity = false,
    virt_text = self.label and { { self.label, "Comment" } } or nil,
  })
end

---@private
---@return integer|nil row from 0
---@return integer|nil col
function Reply:position()
  if not api.nvim_buf_is_loaded(self.buf) then
    return nil
  end
  local mark = api.nvim_buf_get_extmark_by_id(self.buf, namespace, self.anchor, {})
  -- Deleting the last line leaves the mark one line below the buffer.
  local row = math.min(mark[1] or math.huge, api.nvim_buf_line_count(self.buf) - 1)
  local length = #api.nvim_buf_get_lines(self.buf, row, row + 1, false)[1]
  return row, row == mark[1] and math.min(mark[2], length) or length
end

-- Writing ------------------------------------------------------------------------------------

-- `:keepjumps` keeps '. and the change list where the user left them. It is a command modifier, so
-- the writing has to be a command too, which can be given no closure.
local writing

function M._write()
  writing()
end

--- Ends the undo block of the current buffer. Setting the option, even to the same, is the
--- documented way to do so ("undo-break" in Neovim's help).
local function break_undo()
  vim.cmd("noautocmd let &g:undolevels = &g:undolevels")
end

---@private
---@param text string
function Reply:write(text)
  local row, col = self:position()
  local lines = vim.split(text, "\n", { plain = true })
  local windows = self:windows(row)
  local joined = api.nvim_buf_get_changedtick(self.buf) == self.changedtick

  api.nvim_buf_call(self.buf, function()
    -- All writes are one undo block as long as nothing else changed the buffer in between.
    -- A join after an undo would be E790, one across an edit would take that edit along.
    if joined then
      pcall(vim.cmd, "undojoin")
    else
      break_undo()
    end
    writing = function()
      self:insert(row, col, lines)
    end
    vim.cmd("silent keepjumps lua require('chatmd.buffer')._write()")
    self.change = vim.fn.changenr()
    self.changedtick = api.nvim_buf_get_changedtick(self.buf)
    -- In insert mode nothing else would keep the user's next line out of our block.
    break_undo()
  end)

  local added = #lines - 1
  self:place(row + added, (added == 0 and col or 0) + #lines[#lines])
  self:restore(windows, row, added)
  if not joined then
    insert_undo.after_write(self.buf)
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
    -- Not nvim_buf_set_text, which deletes marks on the line before Neovim 0.11.
    vim.fn.setline(row + 1, line .. lines[1])
  end
  if #lines > 1 then
    api.nvim_buf_set_lines(self.buf, row + 1, row + 1, true, vim.list_slice(lines, 2))
  end
end

-- Windows ------------------------------------------------------------------------------------

--- Where the cursor is in each window that shows the buffer, and whether it goes along.
--- It does where it stands on the last line, except while the user types or selects there.
---@private
---@param row integer where the reply ends
function Reply:windows(row)
  local last = api.nvim_buf_line_count(self.buf)
  local current, mode = api.nvim_get_current_win(), api.nvim_get_mode().mode
  local windows = {}
  for _, win in ipairs(vim.fn.win_findbuf(self.buf)) do
    local cursor = api.nvim_win_get_cursor(win)
    local follows = row == last - 1
      and (cursor[1] == last or cursor[1] == self.command_line_windows[win])
    self.command_line_windows[win] = nil
    if follows and win == current and mode ~= "n" then
      follows = false
      -- A range typed after : must mean what it meant, but the view goes on afterwards.
      self.command_line_windows[win] = mode:sub(1, 1) == "c" and cursor[1] or nil
    end
    windows[#windows + 1] = { id = win, cursor = cursor, follows = follows }
  end
  return windows
end

---@private
function Reply:restore(windows, row, added)
  for _, win in ipairs(windows) do
    if api.nvim_win_is_valid(win.id) then
      local line, col = win.cursor[1], win.cursor[2]
      if win.follows then
        line = api.nvim_buf_line_count(self.buf)
        local wrap = api.nvim_win_get_option(win.id, "wrap")
        col = wrap and #api.nvim_buf_get_lines(self.buf, line - 1, line, false)[1] or 0
      elseif line - 1 > row then
        line = line + added
      end
      local now = api.nvim_win_get_cursor(win.id)
      if now[1] ~= line or now[2] ~= col then
        pcall(api.nvim_win_set_cursor, win.id, { line, col })
      end
    end
  end
end

return M
