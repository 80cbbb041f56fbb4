--- A second Neovim with a screen of its own: what its user sees, frame by frame.
---
--- It is spoken to over its standard input and output, since what it draws comes as messages that
--- Neovim's own jobs do not take.
local h = require("harness")

local M = {}

local REQUEST, RESPONSE, NOTIFICATION = 0, 1, 2

---@class screen.Frame what was on the screen when it was flushed
---@field rows string[] without blanks at the end
---@field cursor integer[] row and column, from 1
---@field drawn integer how many pieces of lines were drawn since the frame before

---@class screen.Screen
---@field frames screen.Frame[] since the last forget()
---@field on_frame? fun(frame: screen.Frame) takes them instead
---@field notified table<string, number> event → when it came, by vim.loop.hrtime
local Screen = {}
Screen.__index = Screen

-- Drawing ----------------------------------------------------------------------------------------

local events = {}

function events.grid_resize(self, _, width, height)
  self.width, self.height, self.cells = width, height, {}
  for row = 1, height do
    self.cells[row] = {}
    for col = 1, width do
      self.cells[row][col] = " "
    end
  end
end

function events.grid_clear(self)
  events.grid_resize(self, 1, self.width, self.height)
end

function events.grid_line(self, _, row, col, cells)
  self.drawn = self.drawn + 1
  for _, cell in ipairs(cells) do
    for _ = 1, cell[3] or 1 do
      self.cells[row + 1][col + 1] = cell[1]
      col = col + 1
    end
  end
end

function events.grid_scroll(self, _, top, bottom, left, right, rows)
  self.drawn = self.drawn + 1
  local first, last, step = top, bottom - 1 - rows, 1
  if rows < 0 then
    first, last, step = bottom - 1, top - rows, -1
  end
  for row = first, last, step do
    for col = left, right - 1 do
      self.cells[row + 1][col + 1] = self.cells[row + rows + 1][col + 1]
    end
  end
end

function events.grid_cursor_goto(self, _, row, col)
  self.cursor = { row + 1, col + 1 }
end

function events.flush(self)
  local rows = {}
  for row, cells in ipairs(self.cells) do
    rows[row] = table.concat(cells):gsub("%s+$", "")
  end
  local frame = { rows = rows, cursor = self.cursor, drawn = self.drawn }
  self.drawn = 0
  if self.on_frame then
    self.on_frame(frame)
  else
    self.frames[#self.frames + 1] = frame
  end
end

---@private
function Screen:redraw(batches)
  for _, batch in ipairs(batches) do
    local event = events[batch[1]]
    for index = 2, event and #batch or 1 do
      event(self, unpack(batch[index]))
    end
  end
end

-- Talking ----------------------------------------------------------------------------------------

---@private
function Screen:receive(bytes)
  -- An unpacker stops after each message, and keeps what is half of one.
  local position = 1
  while position <= #bytes do
    local message
    message, position = self.unpacker(bytes, position)
    if message == nil then
      return
    elseif message[1] == RESPONSE then
      self.responses[message[2]] = message
    elseif message[1] == NOTIFICATION and message[2] == "redraw" then
      self:redraw(message[3])
    elseif message[1] == NOTIFICATION then
      self.notified[message[2]] = vim.loop.hrtime()
    end
  end
end

--- Asks, and returns the answer.
function Screen:call(method, ...)
  self.id = self.id + 1
  local id = self.id
  self.stdin:write(vim.mpack.encode({ REQUEST, id, method, { ... } }))
  h.wait_for(method, function() return self.responses[id] ~= nil end)
  local response = self.responses[id]
  self.responses[id] = nil
  if response[3] ~= vim.NIL then
    error(method .. ": " .. vim.inspect(response[3]), 2)
  end
  return response[4]
end

--- Says something that is not answered.
function Screen:notify(method, ...)
  self.stdin:write(vim.mpack.encode({ NOTIFICATION, method, { ... } }))
end

--- Runs Lua in it; its arguments are `...`.
function Screen:lua(code, ...)
  return self:call("nvim_exec_lua", code, { ... })
end

--- Types, and returns when all of it has been taken in.
function Screen:type(keys)
  self:call("nvim_input", keys)
  h.wait_for("typed keys", function()
    return not self:call("nvim_get_mode").blocking and self:lua("return vim.fn.getchar(1)") == 0
  end)
end

-- Looking ----------------------------------------------------------------------------------------

---@return screen.Frame|nil
function Screen:last()
  return self.frames[#self.frames]
end

--- Waits for something to be seen.
---@param what string
---@param condition fun(frame: screen.Frame): boolean
function Screen:wait_for(what, condition)
  local ok, problem = pcall(h.wait_for, what, function()
    return self:last() ~= nil and condition(self:last())
  end)
  if not ok then
    local frame = self:last() or { rows = {} }
    error(problem .. "; the screen is:\n" .. table.concat(frame.rows, "\n"), 2)
  end
end

--- From now on only new frames are kept, after the one that is there.
function Screen:forget()
  self.frames = { self:last() }
end

function Screen:stop()
  self.process:kill("sigkill")
  self.stdin:close()
  self.stdout:close()
end

--- Starts it, with the plugin, the fake program and a conversation.
---@param width integer
---@param height integer
---@param lines string[]
---@return screen.Screen
function M.start(width, height, lines)
  local self = setmetatable({
    id = 0, responses = {}, notified = {}, frames = {}, drawn = 0, cursor = { 1, 1 },
    unpacker = vim.mpack.Unpacker({
      ext = setmetatable({}, { __index = function() return function() return 0 end end }),
    }),
    stdin = vim.loop.new_pipe(false), stdout = vim.loop.new_pipe(false),
  }, Screen)
  self.process = vim.loop.spawn(vim.v.progpath, {
    args = { "--clean", "-u", h.root .. "/Tests/nvim/minimal_init.lua", "--embed" },
    stdio = { self.stdin, self.stdout, nil },
  }, function()
    self.process:close()
  end)
  self.stdout:read_start(function(_, bytes)
    if bytes then
      self:receive(bytes)
    end
  end)
  self:call("nvim_ui_attach", width, height, { rgb = true, ext_linegrid = true })
  self:lua([[
    local fake, lines = ...
    require("chatmd").setup({ binary = fake })
    vim.o.laststatus, vim.o.ruler, vim.o.showcmd, vim.o.shortmess = 0, false, false, "filnxtToOFI"
    vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
    vim.cmd("let &g:undolevels = &g:undolevels | normal! G")
  ]], h.fake, lines)
  return self
end

return M
