-- How much is written at once, measured by a clock of the test's own.
local h = require("harness")
local pacer = require("chatmd.pacer")
local buffer = require("chatmd.buffer")

local api = vim.api
local hrtime = vim.loop.hrtime

--- Runs with a clock that only `spend` moves on.
local function with_clock(body)
  local now = hrtime()
  rawset(vim.loop, "hrtime", function() return now end)
  local ok, problem = pcall(body, function(milliseconds) now = now + milliseconds * 1e6 end)
  rawset(vim.loop, "hrtime", hrtime)
  if not ok then
    error(problem, 0)
  end
end

--- Something that writes, which takes what is given to it, in so many milliseconds.
local function writer(name, turns, spend, milliseconds)
  local self = { left = 3 }
  function self.turn(_, bytes, deadline)
    turns[#turns + 1] = { name, bytes, math.floor((deadline - vim.loop.hrtime()) / 1e6 + 0.5) }
    spend(milliseconds)
    self.left = self.left - 1
    if self.left > 0 then
      pacer.add(self)
    end
    return bytes
  end
  return self
end

h.test("one writer has the whole tick, and the next one again", function()
  with_clock(function(spend)
    local turns = {}
    pacer.add(writer("a", turns, spend, 5))
    h.wait_for("three turns", function() return #turns == 3 end)
    h.eq(turns, { { "a", 65536, 5 }, { "a", 65536, 5 }, { "a", 65536, 5 } })
  end)
end)

h.test("several writers share a tick", function()
  with_clock(function(spend)
    local turns = {}
    for _, name in ipairs({ "a", "b", "c", "d" }) do
      pacer.add(writer(name, turns, spend, 1))
    end
    h.wait_for("a tick", function() return #turns >= 4 end)
    h.eq(vim.list_slice(turns, 1, 4), {
      { "a", 16384, 1 }, { "b", 16384, 1 }, { "c", 16384, 2 }, { "d", 16384, 2 },
    })
    h.wait_for("the end", function() return #turns == 12 end)
  end)
end)

h.test("what one leaves the others may use", function()
  with_clock(function(spend)
    local turns = {}
    local small = writer("small", turns, spend, 0)
    local turn = small.turn
    function small.turn(_, ...)
      small.left = 1
      turn(small, ...)
      return 100
    end
    pacer.add(small)
    pacer.add(writer("big", turns, spend, 1))
    h.wait_for("a tick", function() return #turns >= 2 end)
    h.eq({ turns[1], turns[2] }, { { "small", 32768, 3 }, { "big", 65436, 5 } })
    h.wait_for("the end", function() return #turns == 4 end)
  end)
end)

h.test("who got no turn is the first one in the next tick", function()
  with_clock(function(spend)
    local turns = {}
    for _, name in ipairs({ "a", "b", "c" }) do
      pacer.add(writer(name, turns, spend, 5))
    end
    h.wait_for("the end", function() return #turns == 9 end)
    h.eq(vim.tbl_map(function(turn) return turn[1] end, turns), {
      "a", "b", "c", "a", "b", "c", "a", "b", "c",
    })
  end)
end)

h.test("a reply stops writing when its time is used up, and goes on in the next tick", function()
  local buf = h.chat({ "Hi" })
  local reply, sizes = buffer.reply(buf), {}
  with_clock(function(spend)
    -- Each piece takes two milliseconds: three are begun within five.
    api.nvim_buf_attach(buf, false, { on_lines = function() spend(2) end })
    local undo_blocks, size = vim.fn.changenr(), 0
    reply:append(("x\n"):rep(20000))
    local over = false
    reply:finish(function() over = true end)
    local turn = reply.turn
    reply.turn = function(...)
      local bytes = turn(...)
      sizes[#sizes + 1], size = bytes, size + bytes
      return bytes
    end
    h.wait_for("the end", function() return over end)
    h.eq(size, 40001)
    for index = 1, #sizes - 1 do
      h.ok(sizes[index] > 4096 and sizes[index] <= 3 * 4096, vim.inspect(sizes))
    end
    h.eq(vim.fn.changenr() - undo_blocks, 1)
  end)
  vim.cmd("silent undo")
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("the pause is as long as what a write sets off demands", function()
  local defer_fn, delays = vim.defer_fn, {}
  rawset(vim, "defer_fn", function(body, milliseconds)
    delays[#delays + 1] = milliseconds
    return defer_fn(body, milliseconds)
  end)
  local ok, problem = pcall(with_clock, function(spend)
    -- What each write sets off, in milliseconds.
    local busy, turns = { 45, 1000, 0, 0 }, 0
    local slow = {}
    function slow.turn()
      turns = turns + 1
      vim.schedule(function() spend(busy[turns]) end)
      return 1
    end
    for turn = 1, 4 do
      local probes = #delays
      pacer.add(slow)
      h.wait_for("a turn and its measure", function()
        return turns == turn and #delays == probes + 2
      end)
      -- What is due later comes after the measure.
      local measured = false
      defer_fn(function() measured = true end, 10)
      h.wait_for("the measure", function() return measured end)
    end
  end)
  rawset(vim, "defer_fn", defer_fn)
  h.ok(ok, problem)
  h.eq(delays, { 30, 5, 120, 5, 500, 5, 30, 5 })
end)

h.test("pieces grow where each change costs more than all the time there is", function()
  local buf = h.chat({ "Hi" })
  local reply, sizes = buffer.reply(buf), {}
  local turn = reply.turn
  reply.turn = function(...)
    local bytes = turn(...)
    sizes[#sizes + 1] = bytes
    return bytes
  end
  with_clock(function(spend)
    api.nvim_buf_attach(buf, false, { on_lines = function() spend(20) end })
    local over = false
    reply:append(("x\n"):rep(60000))
    reply:finish(function() over = true end)
    h.wait_for("the end", function() return over end)
  end)
  h.eq(vim.list_slice(sizes, 1, 4), { 4096, 8192, 16384, 32768 })
end)

h.test("replies of several buffers are written side by side", function()
  local replies, lengths = {}, {}
  for index = 1, 3 do
    local buf = h.chat({ "Hi" })
    vim.bo[buf].bufhidden = "hide"
    replies[index] = buffer.reply(buf)
    lengths[index] = {}
    api.nvim_buf_attach(buf, false, {
      on_lines = function()
        for other = 1, 3 do
          lengths[index][other] = replies[other].bytes or 0
        end
      end,
    })
    local turn = replies[index].turn
    replies[index].turn = function(self, ...)
      local bytes = turn(self, ...)
      self.bytes = (self.bytes or 0) + bytes
      return bytes
    end
  end
  local over = 0
  for _, reply in ipairs(replies) do
    reply:append(("some text\n"):rep(20000))
    reply:finish(function() over = over + 1 end)
  end
  h.wait_for("the end of all", function() return over == 3 end)
  -- While the first one still writes, the last one has got most of what it has.
  h.ok(lengths[1][3] > 100000, vim.inspect(lengths))
end)

h.test("a reply that is refused does not keep the others waiting", function()
  local buf = h.chat({ "Hi" })
  vim.bo[buf].bufhidden = "hide"
  local refused, problems = buffer.reply(buf), 0
  refused.on_refused = function() problems = problems + 1 end
  vim.bo[buf].modifiable = false
  refused:append("one")
  local other = h.chat({ "Hi" })
  local reply, over = buffer.reply(other), false
  reply:append("two")
  reply:finish(function() over = true end)
  h.wait_for("both", function() return over and problems > 0 end)
  h.eq({ h.lines(buf), h.lines(other) }, { { "Hi" }, { "Hi", "two" } })
  vim.bo[buf].modifiable = true
  h.wait_for("the other one", function() return #h.lines(buf) == 2 end)
end)

h.finish()
