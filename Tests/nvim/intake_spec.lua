local h = require("harness")
local intake = require("chatmd.intake")

--- Feeds lists as `on_stdout` is given them; returns the events when all are there.
local function decode(...)
  local events, invalid, over = {}, {}, false
  local taken = intake.new(function(some, wrong)
    vim.list_extend(events, some)
    vim.list_extend(invalid, wrong)
  end)
  for _, data in ipairs({ ... }) do
    taken:feed(data)
  end
  taken:finish(function() over = true end)
  h.wait_for("the end", function() return over end)
  return events, invalid
end

h.test("what is handed over at once comes out whole, in order, and before the end", function()
  local data, tail = { '{"type":"first"}' }, { 'x","n":0}', "" }
  for number = 1, 20000 do
    data[#data + 1] = ('{"type":"t","n":%d}'):format(number)
  end
  data[#data + 1] = '{"type":"'
  local events, invalid = decode(data, tail)
  h.eq({ #events, #invalid }, { 20002, 0 })
  for number = 1, 20000 do
    h.ok(events[number + 1].n == number)
  end
  h.eq(events[20002], { type = "x", n = 0 })
end)

h.test("a last line without its end counts", function()
  h.eq(decode({ '{"type":"a"}', '{"type":"b"}' }), { { type = "a" }, { type = "b" } })
end)

h.test("decoding pauses for the editor", function()
  local data, turns = {}, 0
  for number = 1, 50000 do
    data[number] = '{"type":"text","id":1,"chunk":"some words"}'
  end
  local defer_fn = vim.defer_fn
  rawset(vim, "defer_fn", function(...)
    turns = turns + 1
    return defer_fn(...)
  end)
  local ok, events = pcall(decode, data)
  rawset(vim, "defer_fn", defer_fn)
  h.ok(ok, events)
  h.eq(#events, 50000)
  h.ok(turns > 1)
end)

h.finish()
