-- What is done with answers, the real binary doing its part, against a server on loopback.
local h = require("harness")
local http = require("http_server")

local api = vim.api

--- A test with servers whose models answer with these steps, `one/m` and `two/m`.
local function test(rule, first, second, body)
  h.test(rule, function()
    h.need_binary()
    local servers = { http.start(first), http.start(second) }
    local folder = vim.env.XDG_CONFIG_HOME .. "/chatmd"
    vim.fn.mkdir(folder, "p")
    local config = {
      "[tools.say]", 'command = ["/bin/echo", "ran"]', 'parameters = { type = "object" }',
      "[presets.mine]", "temperature = 0.125",
    }
    for index, name in ipairs({ "one", "two" }) do
      vim.list_extend(config, {
        "[providers." .. name .. "]",
        ('base_url = "http://127.0.0.1:%d/v1"'):format(servers[index].port),
        'api_key_env = "HOME"',
      })
    end
    vim.fn.writefile(config, folder .. "/config.toml")
    local ok, problem = pcall(body, servers)
    for _, server in ipairs(servers) do
      server.stop()
    end
    vim.fn.delete(folder .. "/config.toml")
    if not ok then
      error(problem, 0)
    end
  end)
end

local function conversation(model, more)
  local lines = { "+++", ('model = "%s/m"'):format(model) }
  return vim.list_extend(vim.list_extend(lines, more or {}), { "+++", "", "Hi" })
end

local function run(command, buf)
  vim.b[buf].chatmd = nil
  vim.cmd(command)
  h.wait_until_over(buf)
end

local function undo(command)
  vim.cmd("silent " .. command)
  vim.cmd("doautocmd TextChanged")
end

--- The steps of a reply that ends so.
local function ended(text, reason)
  return { http.stream_head, http.delta(text), http.delta(nil, reason), "data: [DONE]\n\n" }
end

local function call(name, arguments)
  return "data: " .. vim.json.encode({
    id = "x", object = "chat.completion.chunk", model = "m",
    choices = { { index = 0, finish_reason = "tool_calls", delta = { tool_calls = { {
      index = 0, id = "c1", type = "function",
      ["function"] = { name = name, arguments = arguments },
    } } } } },
  }) .. "\n\n"
end

local broken = {
  "", "# === ASSISTANT ===", "", "See:", "", "```lua", "local a", "````", "", "# === USER ===", "",
}
local whole = {
  "", "# === ASSISTANT ===", "", "See:", "", "```lua", "local a = 1", "```", "", "# === USER ===",
  "",
}

test("a block that was closed behind a reply is opened again, and one that is discarded closed",
  ended("See:\n\n```lua\nlocal a", "length"), ended(" = 1\n```", "stop"), function(servers)
  local buf = h.chat(conversation("one"))
  run("Chatmd", buf)
  h.eq(vim.list_slice(h.lines(buf), 6), broken)
  vim.b[buf].chatmd_model = "two/m"
  run("Chatmd continue", buf)
  h.eq(vim.list_slice(h.lines(buf), 6), whole)
  local sent = vim.json.decode(servers[2].requests[1].body).messages
  h.eq(sent[2], { role = "assistant", content = "See:\n\n```lua\nlocal a" })

  undo("undo")
  h.eq(vim.list_slice(h.lines(buf), 6), broken)
  undo("redo")
  vim.cmd("Chatmd discard")
  h.eq(vim.list_slice(h.lines(buf), 6), broken)
  vim.cmd("Chatmd discard")
  h.eq(h.lines(buf), conversation("one"))
  undo("undo")
  undo("undo")
  h.eq(vim.list_slice(h.lines(buf), 6), whole)
end)

test("a reply that was gone on with, which was undone, is discarded as a whole",
  ended("See:\n\n```lua\nlocal a", "length"), ended(" = 1\n```", "stop"), function()
  local buf = h.chat(conversation("one"))
  run("Chatmd", buf)
  vim.b[buf].chatmd_model = "two/m"
  run("Chatmd continue", buf)
  undo("undo")
  vim.cmd("Chatmd discard")
  h.eq(h.lines(buf), conversation("one"))
end)

test("an answer with tool calls is asked for anew, and undo brings it back",
  { http.stream_head, call("say", "{}"), "data: [DONE]\n\n" }, ended("No call.", "stop"), function()
  local select = vim.ui.select
  vim.ui.select = function(items, _, choose) choose(items[2]) end
  local buf = h.chat(conversation("one", { 'tools = ["say"]', "max_tool_rounds = 1" }))
  run("Chatmd", buf)
  vim.ui.select = select
  local before = h.lines(buf)
  h.ok(vim.tbl_contains(before, "# === TOOL ==="), vim.inspect(before))
  h.ok(vim.tbl_contains(before, "ran"), vim.inspect(before))
  vim.b[buf].chatmd_model = "two/m"
  run("Chatmd regenerate", buf)
  local question = conversation("one", { 'tools = ["say"]', "max_tool_rounds = 1" })
  h.eq(h.lines(buf), vim.list_extend(question, {
    "", "# === ASSISTANT ===", "", "No call.", "", "# === USER ===", "",
  }))
  undo("undo")
  undo("undo")
  h.eq(h.lines(buf), before)
end)

test("messages are answered as they are", ended("+++\nrôle", "stop"), ended("", "stop"),
  function(servers)
  local chunks, err, result = {}, nil, nil
  require("chatmd.api").chat({
    model = "one/m",
    options = { temperature = 0.5 },
    messages = {
      { role = "system", content = "be brief" },
      { role = "user", content = "# === ASSISTANT ===\n![a](no.png)" },
    },
  }, {
    on_text = function(chunk) chunks[#chunks + 1] = chunk end,
    on_done = function(...) err, result = ... end,
  })
  h.wait_for("the end", function() return result ~= nil end)
  h.eq(err, nil)
  h.eq({ table.concat(chunks), result.text }, { "+++\nrôle", "+++\nrôle" })
  h.eq({ result.provider, result.model, result.finish_reason }, { "one", "grok-3", "stop" })
  local body = vim.json.decode(servers[1].requests[1].body)
  h.eq(body.messages, {
    { role = "system", content = "be brief" },
    { role = "user", content = "# === ASSISTANT ===\n![a](no.png)" },
  })
  h.eq(body.temperature, 0.5)
end)

test("messages that nobody can answer are an error as a table", ended("", "stop"),
  ended("", "stop"), function()
  local err, result
  require("chatmd.api").chat({ model = "one/m", messages = {} }, {
    on_done = function(...) err, result = ... end,
  })
  h.wait_for("the end", function() return result ~= nil end)
  h.eq({ err.code, type(err.message), result.text }, { "nothing_to_send", "string", "" })
end)

test("a preset of the user's is among those that are offered, and counts",
  ended("Hello", "stop"), ended("", "stop"), function(servers)
  local buf = h.chat(conversation("one"))
  h.eq(vim.fn.getcompletion("Chatmd preset ", "cmdline")[1], "mine")
  local select, shown = vim.ui.select, nil
  vim.ui.select = function(items, options, choose)
    shown = options.format_item(items[2])
    choose(items[2])
  end
  vim.cmd("Chatmd preset")
  h.wait_for("the choice", function() return shown ~= nil end)
  vim.ui.select = select
  h.eq(shown, "mine  (yours)")
  run("Chatmd", buf)
  h.eq(vim.json.decode(servers[1].requests[1].body).temperature, 0.125)
end)

test("a write is followed by a check, of what was written", ended("", "stop"), ended("", "stop"),
  function()
  local path = h.folder() .. "/a|b %#.chat.md"
  vim.cmd("silent edit " .. vim.fn.fnameescape(path))
  local buf = api.nvim_get_current_buf()
  api.nvim_buf_set_lines(buf, 0, -1, false, {
    "+++", 'model = "echo"', "temperature = 9", "+++", "", "hé ![x](no.png)",
  })
  vim.cmd("silent write")
  local function places()
    return vim.tbl_map(function(one) return { one.lnum, one.col } end, vim.diagnostic.get(buf))
  end
  h.wait_for("the diagnostics", function() return #places() == 2 end)
  h.eq(places(), { { 2, 14 }, { 5, 4 } })
  api.nvim_buf_set_lines(buf, 2, -1, false, { "+++", "", "hi" })
  vim.cmd("silent write")
  h.wait_for("no diagnostics", function() return #places() == 0 end)
  h.eq(h.messages, {})
end)

h.finish()
