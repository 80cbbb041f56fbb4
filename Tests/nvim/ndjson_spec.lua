local h = require("harness")
local ndjson = require("chatmd.ndjson")

--- Cuts text as a job's output may be cut, in on_stdout's form.
local function feed(decoder, text)
  return decoder:feed(vim.split(text, "\n", { plain = true }))
end

local stream = '{"type":"start","id":1}\n{"type":"text","chunk":"a\\n€"}\n{"type":"done"}\n'
local events = {
  { type = "start", id = 1 }, { type = "text", chunk = "a\n€" }, { type = "done" },
}

h.test("whole lines are decoded", function()
  h.eq({ feed(ndjson.decoder(), stream) }, { events, {} })
end)

h.test("the same events come out wherever the output is cut", function()
  for cut = 0, #stream do
    local decoder = ndjson.decoder()
    local got = feed(decoder, stream:sub(1, cut))
    vim.list_extend(got, (feed(decoder, stream:sub(cut + 1))))
    h.eq(got, events, "cut at " .. cut)
  end
end)

h.test("the same events come out byte by byte", function()
  local decoder, got = ndjson.decoder(), {}
  for byte in stream:gmatch(".") do
    vim.list_extend(got, (feed(decoder, byte)))
  end
  h.eq(got, events)
end)

h.test("a line that is no event is handed back, and the next one is read", function()
  local got, invalid = feed(ndjson.decoder(), 'oops\n[1]\n7\n{"chunk":"x"}\n{"type":"done"}\n')
  h.eq(got, { { type = "done" } })
  h.eq(invalid, { "oops", "[1]", "7", '{"chunk":"x"}' })
end)

h.test("null is an absent field", function()
  h.eq(feed(ndjson.decoder(), '{"type":"error","hint":null}\n')[1].hint, nil)
end)

h.test("blank lines are skipped", function()
  h.eq({ feed(ndjson.decoder(), '\n  \n{"type":"done"}\n\n') }, { { { type = "done" } }, {} })
end)

h.test("the last line may lack its newline", function()
  local decoder = ndjson.decoder()
  h.eq(feed(decoder, '{"type":"done"}'), {})
  h.eq(decoder:finish(), { { type = "done" } })
  h.eq(decoder:finish(), {})
end)

h.test("an end of output without a rest is nothing", function()
  h.eq({ ndjson.decoder():feed({ "" }) }, { {}, {} })
end)

h.test("a line of 8 MB in pieces of 64 bytes is put together in linear time", function()
  -- Joining at every piece would copy 500 GB, which the limit of any CI would notice.
  local decoder, piece = ndjson.decoder(), ("x"):rep(64)
  decoder:feed({ '{"type":"text","chunk":"' })
  for _ = 1, 131072 do
    decoder:feed({ piece })
  end
  h.eq(#decoder:feed({ '"}', "" })[1].chunk, 8388608)
end)

h.finish()
