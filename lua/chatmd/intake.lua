--- Decodes the output of a job a few milliseconds at a time: where the editor was busy, Neovim
--- hands over megabytes at once.
local ndjson = require("chatmd.ndjson")

local M = {}

local SLICE_LINES = 200
local TURN_NS = 4e6
local PAUSE_MS = 5

---@class chatmd.Intake
---@field private decoder chatmd.Decoder
---@field private deliver fun(events: chatmd.Event[], invalid: string[])
---@field private backlog string[][] as `on_stdout` was given them
---@field private from integer first item of the first one that was not decoded
---@field private on_drained? fun()
local Intake = {}
Intake.__index = Intake

---@param deliver fun(events: chatmd.Event[], invalid: string[])
---@return chatmd.Intake
function M.new(deliver)
  return setmetatable({
    decoder = ndjson.decoder(), deliver = deliver, backlog = {}, from = 1,
  }, Intake)
end

--- Takes what `on_stdout` was given.
---@param data string[]
function Intake:feed(data)
  self.backlog[#self.backlog + 1] = data
  if not self.waits then
    self:turn()
  end
end

--- Takes the end of the output, and calls back after the last event.
---@param on_drained fun()
function Intake:finish(on_drained)
  self.on_drained = on_drained
  if not self.waits then
    self:turn()
  end
end

---@private
function Intake:turn()
  local deadline = vim.loop.hrtime() + TURN_NS
  while #self.backlog > 0 do
    if vim.loop.hrtime() >= deadline then
      self.waits = true
      vim.defer_fn(function()
        self.waits = false
        self:turn()
      end, PAUSE_MS)
      return
    end
    self.deliver(self.decoder:feed(self:slice()))
  end
  if self.on_drained then
    self.deliver(self.decoder:finish())
    self.on_drained()
  end
end

--- The next items. But for the first one, each begins a line, also at the head of a slice.
---@private
---@return string[]
function Intake:slice()
  local data, first = self.backlog[1], self.from
  local last = math.min(#data, first + SLICE_LINES - 1)
  local slice = vim.list_slice(data, first, last)
  if first > 1 then
    table.insert(slice, 1, "")
  end
  self.from = last + 1
  if last == #data then
    table.remove(self.backlog, 1)
    self.from = 1
  end
  return slice
end

return M
