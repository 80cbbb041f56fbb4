--- Shares the time there is for writing among all replies, so that the editor stays quick however
--- fast they come, and however many:
---
---     every 30 ms   at most 5 ms and 64 kB, in pieces, the same part for each that waits
---
--- What a write sets off, the highlighter's new look at a long buffer above all, takes its own time
--- afterwards. It is measured, and what comes is kept together for three times as long.
local M = {}

local TICK_MS, LONGEST_TICK_MS = 30, 500
local PAUSES = 3
local PROBE_MS = 5
local TICK_NS = 5e6
local TICK_BYTES = 65536

---@class chatmd.Writer
---@field turn fun(self: chatmd.Writer, bytes: integer, deadline: number): integer writes until one
---  of them is used up, by vim.loop.hrtime; how many bytes were written

---@type chatmd.Writer[]
local waiting = {}
local scheduled = false
local delay = TICK_MS

--- Measures how long the editor is busy after a write. It draws before it looks for what is due,
--- but what is due at once may still come before that.
local function measure()
  local written = vim.loop.hrtime()
  vim.defer_fn(function()
    local took = (vim.loop.hrtime() - written) / 1e6 - PROBE_MS
    delay = math.floor(math.min(math.max(TICK_MS, PAUSES * took), LONGEST_TICK_MS))
  end, PROBE_MS)
end

local function tick()
  scheduled = false
  local writers, deadline, room = waiting, vim.loop.hrtime() + TICK_NS, TICK_BYTES
  waiting = {}
  for index, writer in ipairs(writers) do
    local now, left = vim.loop.hrtime(), #writers - index + 1
    -- Room for less than a character would be a turn for nothing.
    if index > 1 and (now >= deadline or room / left < 4) then
      -- Ahead of those that have had their turn and have more.
      waiting = vim.list_extend(vim.list_slice(writers, index), waiting)
      break
    end
    room = room - writer:turn(math.floor(room / left), now + (deadline - now) / left)
  end
  measure()
  if #waiting > 0 then
    M.schedule()
  end
end

--- For the next tick.
function M.schedule()
  if not scheduled then
    scheduled = true
    vim.defer_fn(tick, delay)
  end
end

--- Gives a writer a turn in the next tick; once, however often it asks.
---@param writer chatmd.Writer
function M.add(writer)
  if not vim.tbl_contains(waiting, writer) then
    waiting[#waiting + 1] = writer
  end
  M.schedule()
end

return M
