-- What other plugins call: answers, embeddings and lists of models, without a buffer.
local h = require("harness")

local api = require("chatmd.api")

--- Callbacks that keep what they are given; `calls.done` is { err, result } in the end.
local function recorder()
  local calls = { text = {}, events = {} }
  return calls, {
    on_text = function(chunk) table.insert(calls.text, chunk) end,
    on_event = function(event) table.insert(calls.events, event.type) end,
    on_done = function(err, result)
      h.ok(not vim.in_fast_event())
      calls.ends = (calls.ends or 0) + 1
      calls.done = { err, result }
    end,
  }
end

local function wait_for_end(calls)
  h.wait_for("the last callback", function() return calls.done ~= nil end)
  return unpack(calls.done, 1, 2)
end

local function request(folder)
  return vim.json.decode(table.concat(vim.fn.readfile(folder .. "/request"), "\n"))
end

local reply = [[
  say '{"type":"start","id":1,"provider":"xai","model":"first"}'
  say '{"type":"reasoning","id":1,"text":"Hm."}'
  text 'one'
  text ' two'
  say '{"type":"usage","id":1,"input_tokens":3,"output_tokens":2}'
  say '{"type":"done","id":1,"finish_reason":"stop","model":"second","duration_ms":7}'
]]

h.test("complete streams the text, and ends with all of it", function()
  local folder = h.script(reply)
  local calls, callbacks = recorder()
  api.complete({ text = "Hi\n", model = "m", path = "/a/b.md", options = { top_p = 1 } }, callbacks)
  h.eq(calls, { text = {}, events = {} })
  local err, result = wait_for_end(calls)
  h.eq(err, nil)
  h.eq(result, {
    text = "one two", reasoning = "Hm.", provider = "xai", model = "second", duration_ms = 7,
    finish_reason = "stop", usage = { input_tokens = 3, output_tokens = 2 },
  })
  h.eq(calls.text, { "one", " two" })
  h.eq(calls.events, { "start", "reasoning", "text", "text", "usage", "done" })
  h.eq(request(folder), {
    type = "complete", id = 1, text = "Hi\n", path = "/a/b.md", can_approve = false,
    options = { model = "m", top_p = 1 },
  })
end)

h.test("no option at all is an empty object", function()
  local folder = h.script(reply)
  for _, options in ipairs({ false, {} }) do
    local calls, callbacks = recorder()
    api.complete({ text = "Hi", options = options or nil }, callbacks)
    wait_for_end(calls)
    h.ok(vim.fn.readfile(folder .. "/request")[1]:find('"options":{}', 1, true))
  end
end)

h.test("chat sends messages", function()
  local folder = h.script(reply)
  local calls, callbacks = recorder()
  local messages = {
    { role = "system", content = "Be brief." }, { role = "user", content = "# === USER ===" },
  }
  api.chat({ messages = messages }, callbacks)
  h.eq({ wait_for_end(calls) }, { nil, calls.done[2] })
  h.eq(request(folder).messages, messages)
  h.eq(request(folder).text, nil)
end)

h.test("callbacks come later and in order, however early the end", function()
  require("chatmd").setup({ binary = "/nowhere/chatmd" })
  local calls, callbacks = recorder()
  local handle = api.complete({ text = "Hi" }, callbacks)
  h.eq(calls.done, nil)
  local err, result = wait_for_end(calls)
  h.eq({ err.code, result.text }, { "no_program", "" })
  h.ok(err.message:find("/nowhere/chatmd", 1, true))
  handle.cancel()
  h.eq(calls.ends, 1)
end)

h.test("an error is a table with all that the program says of it", function()
  h.script([[
    text 'half'
    say '{"type":"error","id":1,"code":"rate_limited","message":"too much","hint":"wait",'\
'"status":429,"retry_after_ms":1000,"provider":"xai"}'
  ]])
  local calls, callbacks = recorder()
  api.complete({ text = "Hi" }, callbacks)
  local err, result = wait_for_end(calls)
  h.eq(err, {
    code = "rate_limited", message = "too much", hint = "wait", status = 429,
    retry_after_ms = 1000, provider = "xai",
  })
  h.eq(result.text, "half")
end)

h.test("a crash is an error with the exit code and the last words", function()
  h.script("text 'half'; echo 'Fatal error' >&2; exit 42")
  local calls, callbacks = recorder()
  api.complete({ text = "Hi" }, callbacks)
  local err, result = wait_for_end(calls)
  h.eq({ err.code, err.exit_code, err.hint }, { "crashed", 42, "Fatal error" })
  h.eq(result.text, "half")
end)

h.test("after a cancel only the last callback comes, with what there was", function()
  h.script([[
    text 'one'
    hear
    text ' two'
    say '{"type":"done","id":1,"finish_reason":"cancelled"}'
  ]])
  local calls, callbacks = recorder()
  local handle = api.complete({ text = "Hi" }, callbacks)
  h.wait_for("the first text", function() return #calls.text > 0 end)
  handle.cancel()
  handle.cancel()
  local err, result = wait_for_end(calls)
  h.eq({ err.code, result.text, result.finish_reason }, { "cancelled", "one two", "cancelled" })
  h.eq({ calls.text, calls.ends }, { { "one" }, 1 })
end)

h.test("a cancel within a callback holds for what came along with it", function()
  h.script("text 'one'; text 'two'; hear; done_")
  local calls, callbacks = recorder()
  local handle
  callbacks.on_text = function(chunk)
    table.insert(calls.text, chunk)
    handle.cancel()
  end
  handle = api.complete({ text = "Hi" }, callbacks)
  h.eq(wait_for_end(calls).code, "cancelled")
  h.eq(calls.text, { "one" })
end)

h.test("without on_approval no tool runs that needs a yes, with it the caller decides", function()
  local script = [[
    say '{"type":"approval","id":1,"call":"c1","name":"sum","arguments":"{}"}'
    hear
    say "$(printf '%s' "$heard" | sed 's/.*"allow":\([a-z]*\).*/{"type":"text","chunk":"\1"}/')"
    done_
  ]]
  h.script(script)
  local calls, callbacks = recorder()
  api.complete({ text = "Hi" }, callbacks)
  h.eq(select(2, wait_for_end(calls)).text, "false")

  local folder = h.script(script)
  calls, callbacks = recorder()
  callbacks.on_approval = function(event, answer) answer(event.name == "sum") end
  api.complete({ text = "Hi" }, callbacks)
  h.eq(select(2, wait_for_end(calls)).text, "true")
  h.eq(request(folder).can_approve, true)
end)

h.test("two at once do not mix", function()
  h.need_binary()
  local first, first_callbacks = recorder()
  local second, second_callbacks = recorder()
  api.complete({ text = "first", model = "echo" }, first_callbacks)
  api.complete({ text = "second", model = "echo" }, second_callbacks)
  h.eq(select(2, wait_for_end(first)).text, "first")
  h.eq(select(2, wait_for_end(second)).text, "second")
end)

h.test("a call that makes no sense is an error at once", function()
  local _, callbacks = recorder()
  h.ok(not pcall(api.complete, {}, callbacks))
  h.ok(not pcall(api.complete, { text = "Hi" }, {}))
  h.ok(not pcall(api.chat, { text = "Hi" }, callbacks))
  h.ok(not pcall(api.embed, {}, {}))
  h.ok(not pcall(api.models, {}))
end)

-- Embeddings ------------------------------------------------------------------------------------

local vectors = [[
  say '{"type":"start","texts":2}'
  say '{"type":"embedding","index":1,"embedding":[3,4]}'
  say '{"type":"embedding","index":0,"embedding":[1,2]}'
  say '{"type":"usage","input_tokens":5}'
  say '{"type":"done","model":"m","dimensions":2}'
]]

--- The callback's arguments, once it was called.
local function answer_of(call)
  local answer
  local handle = call(function(...) answer = { n = select("#", ...), ... } end)
  h.eq(answer, nil, "called before it returned")
  h.wait_for("the callback", function() return answer ~= nil end)
  return answer[1], answer[2], handle
end

h.test("embed turns texts into vectors, in their order", function()
  local folder = h.script("cat >\"$FAKE_DIR/rest\"\n" .. vectors)
  local err, result = answer_of(function(callback)
    return api.embed({ "the Nile", "the Amazon" }, { model = "m", dimensions = 2 }, callback)
  end)
  h.eq(err, nil)
  h.eq(result, {
    embeddings = { { 1, 2 }, { 3, 4 } }, model = "m", dimensions = 2, usage = { input_tokens = 5 },
  })
  h.eq(vim.fn.readfile(folder .. "/arguments"),
    { "embed --format ndjson --model=m --dimensions=2 --lines" })
  h.eq({ vim.fn.readfile(folder .. "/request"), vim.fn.readfile(folder .. "/rest") },
    { { "the Nile" }, { "the Amazon" } })
end)

h.test("texts of several lines stay whole", function()
  local folder = h.script([[
    cat >>"$FAKE_DIR/rest"
    printf '|' >>"$FAKE_DIR/rest"
    say '{"type":"embedding","index":0,"embedding":[1]}'
    say '{"type":"usage","input_tokens":5}'
    say '{"type":"done","model":"m","dimensions":1}'
  ]])
  local err, result = answer_of(function(callback)
    return api.embed({ "a\nb", "c\nd\n" }, nil, callback)
  end)
  h.eq(err, nil)
  h.eq({ result.embeddings, result.usage }, { { { 1 }, { 1 } }, { input_tokens = 10 } })
  h.eq(vim.fn.readfile(folder .. "/arguments"), { "embed --format ndjson -" })
  h.eq(vim.fn.readfile(folder .. "/rest"), { "b|d", "|" })
end)

h.test("an error of embed is the program's, and nothing else is given out", function()
  h.need_binary()
  local err, result = answer_of(function(callback)
    return api.embed("a", { model = "echo" }, callback)
  end)
  h.eq({ err.code, err.provider, result }, { "unsupported", "echo", nil })
end)

h.test("embed can be cancelled", function()
  local folder = h.script("gate never")
  local answer
  local handle = api.embed("a", nil, function(...) answer = { ... } end)
  h.wait_for("the start", function() return vim.loop.fs_stat(folder .. "/arguments") ~= nil end)
  handle.cancel()
  h.wait_for("the callback", function() return answer ~= nil end)
  h.eq({ answer[1].code, answer[2] }, { "cancelled", nil })
end)

-- Models ----------------------------------------------------------------------------------------

h.test("models lists what the catalogue knows", function()
  h.need_binary()
  local err, models = answer_of(function(callback)
    return api.models({ provider = "xai", search = "grok-4" }, callback)
  end)
  h.eq(err, nil)
  h.ok(#models > 0)
  for _, model in ipairs(models) do
    h.eq(model.provider, "xai")
    h.ok(model.id:find("grok-4", 1, true))
  end
end)

h.test("an error of models has the program's words", function()
  h.need_binary()
  local err = answer_of(function(callback) return api.models({ provider = "nope" }, callback) end)
  h.eq({ err.code, err.exit_code, err.message }, { "failed", 3, "there is no provider `nope`" })
  h.ok(err.hint:find("^known are"))
end)

h.test("an option's value is never taken for an option", function()
  h.need_binary()
  local err, models = answer_of(function(callback)
    return api.models({ provider = "xai", search = "--refresh" }, callback)
  end)
  h.ok(err or #models == 0)
  h.ok(not err or err.message:find("no listed model"), err and err.message)
end)

h.finish()
