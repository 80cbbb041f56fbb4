-- The plugin against a program that does what no real chatmd does on demand.
local h = require("harness")

local api = vim.api
local chatmd = require("chatmd")

local reply = [[
  say '{"type":"start","id":1,"protocol":1,"provider":"fake","model":"fake-1","messages":1}'
  text '\n# === ASSISTANT ===\n\n'
  text 'Hel'
  text 'lo'
  text '\n\n# === USER ===\n'
  done_
]]
local answered = { "Hi", "", "# === ASSISTANT ===", "", "Hello", "", "# === USER ===", "" }

local function request(folder)
  return vim.json.decode(table.concat(vim.fn.readfile(folder .. "/request"), "\n"))
end

h.test("a reply is written after the conversation", function()
  h.script(reply)
  local buf = h.chat({ "Hi" })
  vim.cmd("Chatmd")
  h.eq(h.state(buf), "waiting")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), answered)
  h.eq(h.messages, {})
  h.eq(vim.b[buf].chatmd, {
    state = "done", provider = "fake", model = "fake", duration_ms = 1,
  })
end)

h.test("one undo removes the whole reply", function()
  h.script(reply)
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  vim.cmd("silent undo")
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("the request holds the whole buffer and a final newline", function()
  local folder = h.script("done_")
  local buf = h.chat({ 'Hi "you"', "", "ä\tß\\" })
  local path = h.folder() .. "/a chat.md"
  api.nvim_buf_set_name(buf, path)
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(request(folder), {
    type = "complete",
    id = 1,
    path = api.nvim_buf_get_name(buf),
    text = 'Hi "you"\n\nä\tß\\\n',
    options = { add_delimiters = true },
    can_approve = true,
  })
end)

h.test("a buffer without a name has no path", function()
  local folder = h.script("done_")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(request(folder).path, nil)
end)

h.test("a NUL in the buffer is sent as one", function()
  local folder = h.script("done_")
  local buf = h.chat({ "a\0b" })
  chatmd.answer()
  h.wait_until_over(buf)
  local raw = vim.fn.readfile(folder .. "/request")[1]
  h.ok(raw:find([["a\u0000b\n"]], 1, true), raw)
end)

h.test("the option model is sent", function()
  chatmd.setup({ binary = h.fake, model = "echo" })
  local folder = h.script("done_")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(request(folder).options.model, "echo")
end)

h.test("a request of megabytes is sent whole", function()
  local folder = h.script("done_")
  local line = ("€ and more "):rep(8)
  local lines = {}
  for index = 1, 50000 do
    lines[index] = line
  end
  local buf = h.chat(lines)
  chatmd.answer()
  h.wait_until_over(buf)
  h.ok(request(folder).text == table.concat(lines, "\n") .. "\n")
end)

h.test("a line may come in pieces", function()
  local folder = h.script([[
    part '{"type":"text","id":1,"chu'
    gate second
    part 'nk":"\nHello\n"}'
    gate third
    part '
'
    done_
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.open_gate(folder, "second")
  h.open_gate(folder, "third")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "Hello", "" })
  h.eq(h.messages, {})
end)

h.test("several buffers are answered at once", function()
  local folder = h.script("text '\\none'; gate go; text ' two'; done_")
  local first = h.chat({ "Hi" })
  vim.bo[first].bufhidden = "hide"
  chatmd.answer()
  h.wait_for("the first words", function() return #h.lines(first) == 3 end)
  local other = h.script(reply)
  local second = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(second)
  h.eq(h.lines(second), answered)
  h.eq(h.state(first), "answering")
  h.open_gate(folder, "go")
  h.wait_until_over(first)
  h.eq(h.lines(first), { "Hi", "", "one two" })
  h.ok(folder ~= other)
end)

h.test("a buffer that is being answered takes no second reply", function()
  local folder = h.script("gate go; text '\\none'; done_")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  chatmd.answer()
  h.eq(#h.messages, 1)
  h.ok(h.messages[1]:find("^WARN .*being answered already"))
  h.open_gate(folder, "go")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one" })
end)

h.test("stopping sends cancel and keeps what came", function()
  h.script([[
    text '\none'
    hear
    case $heard in *'"type":"cancel"'*) text '\n\n# === USER ===\n' ;; esac
    say '{"type":"done","id":1,"finish_reason":"cancelled"}'
    exit 130
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_for("the first words", function() return #h.lines(buf) == 3 end)
  vim.cmd("Chatmd stop")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one", "", "# === USER ===", "" })
  h.eq(h.messages, { "INFO chatmd: stopped" })
  h.eq(h.state(buf), "stopped")
end)

h.test("a program that does not heed cancel is ended", function()
  h.script("text '\\none'; hear; exec sleep 1000")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_for("the first words", function() return #h.lines(buf) == 3 end)
  chatmd.stop()
  chatmd.stop()
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one" })
  h.ok(h.messages[1]:find("^WARN .*was ended"))
end)

h.test("stopping where nothing runs says so", function()
  h.chat({ "Hi" })
  chatmd.stop()
  h.eq(h.messages, { "INFO chatmd: nothing to stop in this buffer" })
end)

h.test("an error is a notification with its place and cure", function()
  h.script([[
    part '{"type":"error","id":1,"code":"invalid_file","message":"Unknown key.",'
    say '"line":3,"column":9,"hint":"Did you mean model?"}'
    exit 3
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.messages, {
    "ERROR chatmd: line 3:9: Unknown key.\n  Did you mean model?",
  })
  h.eq(h.lines(buf), { "Hi" })
  h.eq(vim.bo[buf].modified, true)
  h.eq(h.state(buf), "failed")
end)

h.test("null fields of an error are absent ones", function()
  h.script([[
    say '{"type":"error","id":1,"code":"network","message":"No route.","line":null,"hint":null}'
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.messages, { "ERROR chatmd: No route." })
end)

h.test("a reply that is refused is shown beside the buffer", function()
  h.script([[
    say '{"type":"error","id":1,"code":"protocol","message":"That is no JSON.","answer":"Sure!"}'
    exit 7
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.messages, {
    "INFO chatmd: this is the reply:\nSure!",
    "ERROR chatmd: That is no JSON.",
  })
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("an error after text keeps the text", function()
  h.script([[
    text '\none'
    text '\n\n# === USER ===\n'
    say '{"type":"error","id":1,"code":"network","message":"The connection was cut."}'
    exit 6
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one", "", "# === USER ===", "" })
  h.eq(h.messages, { "ERROR chatmd: The connection was cut." })
end)

h.test("warnings are notifications", function()
  h.script([[
    say '{"type":"warning","id":1,"message":"Unknown key modle","line":2,"hint":"model"}'
    done_
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.messages, { "WARN chatmd: line 2: Unknown key modle\n  model" })
end)

h.test("a length limit is told", function()
  h.script([[text '\none'; say '{"type":"done","id":1,"finish_reason":"length"}']])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.messages, { "WARN chatmd: the reply reached its length limit" })
end)

h.test("calls without an end are told", function()
  h.script([[
    say '{"type":"tool_call","id":1,"name":"f","arguments":"{}"}'
    say '{"type":"done","id":1,"finish_reason":"tool_calls"}'
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.messages, { "WARN chatmd: the model goes on calling tools, and is not asked again" })
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("a fallback is shown as the one that answers", function()
  h.script([[
    say '{"type":"start","id":1,"model":"first"}'
    say '{"type":"retry","id":1,"attempt":1,"max_attempts":3,"message":"busy","model":"second"}'
    text '\none'
    say '{"type":"done","id":1,"finish_reason":"stop"}'
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(vim.b[buf].chatmd.model, "second")
end)

h.test("what servers call themselves and their models is kept on one line", function()
  h.script([[
    say '{"type":"start","id":1,"model":"a%{Evil()}"}'
    say '{"type":"retry","id":1,"attempt":1,"max_attempts":3,"message":"m","model":"%!Evil()"}'
    text '\none'
    say '{"type":"done","id":1,"finish_reason":"stop","model":"b%{%Evil()%}\u001b[2J"}'
  ]])
  local buf = h.chat({ "Hi" })
  local seen = {}
  local id = api.nvim_create_autocmd("User", {
    pattern = "ChatmdStatus",
    callback = function() seen[vim.b[buf].chatmd.model or ""] = true end,
  })
  chatmd.answer()
  h.wait_until_over(buf)
  api.nvim_del_autocmd(id)
  h.eq(seen, {
    [""] = true, ["a%{Evil()}"] = true, ["%!Evil()"] = true, ["b%{%Evil()%}[2J"] = true,
  })
end)

h.test("a crash is told with its code and last words, and what came stays", function()
  h.script("text '\\none'; echo 'Fatal error: index' >&2; exit 42")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one" })
  h.eq(h.messages, {
    "ERROR chatmd: its program ended too early (exit code 42); what came stays:"
      .. " Fatal error: index",
  })
  h.eq(h.state(buf), "failed")
end)

h.test("death by a signal is told", function()
  h.script("text '\\none'; kill -SEGV $$")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one" })
  h.eq(h.messages, {
    "ERROR chatmd: its program ended too early (signal 11, SIGSEGV); what came stays",
  })
end)

h.test("what comes after the end is no part of the reply", function()
  local folder = h.script([[
    text '\none'
    done_
    text '\ntwo'
    say '{"type":"error","id":1,"code":"network","message":"Too late"}'
    done_
    gate go
    exit 3
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.open_gate(folder, "go")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one" })
  h.eq(h.messages, {})
  h.eq(h.state(buf), "done")
end)

h.test("an exit without a word is a crash, even with code 0", function()
  h.script("exit 0")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.ok(h.messages[1]:find("ended too early %(exit code 0%)"))
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("lines that are no events are told once, and the reply goes on", function()
  h.script("echo oops; echo again; text '\\none'; done_")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one" })
  h.eq(#h.messages, 1)
  h.ok(h.messages[1]:find("^ERROR .*protocol error.*oops$"))
end)

h.test("unknown events and fields are skipped", function()
  h.script([[say '{"type":"weather","sun":true}'; text '\none'; done_]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "one" })
  h.eq(h.messages, {})
end)

h.test("a reply of megabytes in one line arrives whole", function()
  h.script([[
    part '{"type":"text","id":1,"chunk":"\n'
    awk 'BEGIN { for (i = 0; i < 40000; i++) printf "%s", "a line, some bytes with its end €.\\n" }'
    say '"}'
    done_
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(#h.lines(buf), 40003)
  h.eq(h.lines(buf)[40002], "a line, some bytes with its end €.")
end)

h.test("a great many chunks arrive in order", function()
  h.script([[
    seq 20000 | sed 's/.*/{"type":"text","id":1,"chunk":"\\n&"}/'
    done_
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  local expected = { "Hi", "" }
  for number = 1, 20000 do
    expected[#expected + 1] = tostring(number)
  end
  h.ok(vim.deep_equal(h.lines(buf), expected))
  vim.cmd("silent undo")
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("deleting the buffer ends the program", function()
  local folder = h.script([[
    trap 'echo ended >"$FAKE_DIR/ended"; exit 143' TERM
    text '\none'
    while hear; do :; done
    echo ended >"$FAKE_DIR/ended"
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_for("the first words", function() return #h.lines(buf) == 3 end)
  vim.cmd("bwipeout! " .. buf)
  h.wait_for("the end of the program", function()
    return vim.loop.fs_stat(folder .. "/ended") ~= nil and #h.messages > 0
  end)
  h.eq(h.messages, {
    "INFO chatmd: its buffer was closed or read anew; the reply was stopped",
  })
end)

h.test("reading the file anew stops the reply", function()
  h.script("text '\\none'; while hear; do :; done")
  local path = h.folder() .. "/chat"
  vim.fn.writefile({ "Hi" }, path)
  vim.cmd("edit " .. path)
  local buf = api.nvim_get_current_buf()
  chatmd.answer()
  h.wait_for("the first words", function() return #h.lines(buf) == 3 end)
  vim.cmd("silent edit!")
  h.wait_for("the end", function() return #h.messages > 0 and not h.is_busy(buf) end)
  h.eq(h.lines(buf), { "Hi" })
  h.eq(h.state(buf), "stopped")
  h.script(reply)
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.lines(buf), answered)
end)

h.test("undoing the reply stops it", function()
  local folder = h.script("text '\\none'; gate go; text '\\ntwo'; done_")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_for("the first words", function() return #h.lines(buf) == 3 end)
  vim.cmd("silent undo")
  h.open_gate(folder, "go")
  h.wait_for("the end", function() return not h.is_busy(buf) end)
  h.eq(h.lines(buf), { "Hi" })
  h.wait_for("a word", function() return #h.messages > 0 end)
  h.ok(h.messages[1]:find("^INFO .*undone"))
end)

h.test("a hidden buffer gets its reply", function()
  local folder = h.script("gate go;" .. reply)
  local buf = h.chat({ "Hi" })
  vim.bo[buf].bufhidden = "hide"
  chatmd.answer()
  vim.cmd("enew")
  h.open_gate(folder, "go")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), answered)
  h.eq(h.lines(0), { "" })
end)

h.test("a buffer that becomes unmodifiable gets its reply later", function()
  local folder = h.script("gate go;" .. reply)
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  vim.bo[buf].modifiable = false
  h.open_gate(folder, "go")
  h.wait_for("a word", function() return #h.messages > 0 end)
  h.ok(h.messages[1]:find("^WARN .*not modifiable"))
  vim.bo[buf].modifiable = true
  h.wait_until_over(buf)
  h.eq(h.lines(buf), answered)
  h.eq(#h.messages, 1)
end)

h.test("a buffer that is not modifiable is not answered", function()
  local buf = h.chat({ "Hi" })
  vim.bo[buf].modifiable = false
  chatmd.answer()
  h.eq(h.messages, { "ERROR chatmd: this buffer is not modifiable" })
  h.ok(not h.is_busy(buf))
end)

h.test("a missing program is told with the cure", function()
  chatmd.setup({ binary = "/nowhere/chatmd" })
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.eq(h.messages, { "ERROR chatmd: the option `binary` names no program: /nowhere/chatmd" })
  h.ok(not h.is_busy(buf))
end)

h.test("each change of state is an event", function()
  local states = {}
  local buf = h.chat({ "Hi" })
  local id = api.nvim_create_autocmd("User", {
    pattern = "ChatmdStatus",
    callback = function()
      local state = h.state(buf)
      if states[#states] ~= state then
        states[#states + 1] = state
      end
    end,
  })
  h.script([[
    say '{"type":"start","id":1,"model":"m"}'
    say '{"type":"reasoning","id":1,"text":"hm"}'
    text '\none'
    say '{"type":"retry","id":1,"attempt":2,"max_attempts":3,"delay_ms":0,"message":"busy"}'
    text '\ntwo'
    say '{"type":"usage","id":1,"input_tokens":3,"output_tokens":2,"cost_usd":0.25}'
    done_
  ]])
  chatmd.answer()
  h.wait_until_over(buf)
  api.nvim_del_autocmd(id)
  h.eq(states, { "waiting", "thinking", "answering", "retrying", "answering", "done" })
  h.eq(vim.b[buf].chatmd, {
    state = "done", model = "fake", duration_ms = 1,
    input_tokens = 3, output_tokens = 2, cost_usd = 0.25,
  })
end)

h.test("while waiting the buffer shows for how long, and keeps its text", function()
  local folder = h.script("gate go; done_")
  local buf = h.chat({ "Hi" })
  local namespace = api.nvim_create_namespace("chatmd")
  local function label()
    local mark = api.nvim_buf_get_extmarks(buf, namespace, 0, -1, { details = true })[1]
    return mark and mark[4].virt_text and mark[4].virt_text[1][1]
  end
  chatmd.answer()
  h.wait_for("the spinner", function() return (label() or ""):find("waiting 0 s") ~= nil end)
  h.eq(h.lines(buf), { "Hi" })
  h.open_gate(folder, "go")
  h.wait_until_over(buf)
  h.eq(label(), nil)
end)

h.test("a retry is counted down beside the text, and over with the first word", function()
  local folder = h.script([[
    part '{"type":"retry","id":1,"attempt":2,"max_attempts":3,"delay_ms":90000,'
    say '"message":"try\u001b later"}'
    gate go
    text '\none'
    gate end
    done_
  ]])
  local buf = h.chat({ "Hi" })
  local namespace = api.nvim_create_namespace("chatmd")
  local function label()
    local mark = api.nvim_buf_get_extmarks(buf, namespace, 0, -1, { details = true })[1]
    return mark and mark[4].virt_text and mark[4].virt_text[1][1] or ""
  end
  chatmd.answer()
  h.wait_for("the countdown", function()
    return label():find("retrying in 1:%d%d min %(2 of 3%): try^%[ later$") ~= nil
  end)
  h.open_gate(folder, "go")
  h.wait_for("the words", function() return label():find("answering %d s$") ~= nil end)
  h.open_gate(folder, "end")
  h.wait_until_over(buf)
end)

h.test("a file that another program changes meanwhile stops the reply", function()
  h.script("while hear; do :; done")
  local path = h.folder() .. "/chat"
  vim.fn.writefile({ "Hi" }, path)
  vim.cmd("noautocmd edit " .. path)
  local buf = api.nvim_get_current_buf()
  chatmd.answer()
  vim.fn.writefile({ "Hi", "from elsewhere" }, path)
  vim.o.autoread = true
  vim.cmd("silent checktime")
  h.wait_for("the end", function() return #h.messages > 0 and not h.is_busy(buf) end)
  h.eq(h.lines(buf), { "Hi", "from elsewhere" })
  h.eq(h.messages, {
    "INFO chatmd: its buffer was closed or read anew; the reply was stopped",
  })
end)

h.test("quitting ends the programs", function()
  local folder = h.script([[
    trap 'echo ended >"$FAKE_DIR/ended"; exit 143' TERM
    text '\none'
    while hear; do :; done
    echo ended >"$FAKE_DIR/ended"
  ]])
  local child = h.child()
  child.lua([[vim.api.nvim_buf_set_lines(0, 0, -1, false, { "Hi" }) vim.cmd("Chatmd")]])
  h.wait_for("the first words", function() return #child.lines() == 3 end)
  pcall(child.call, "nvim_command", "qall!")
  h.wait_for("the end of the program", function()
    return vim.loop.fs_stat(folder .. "/ended") ~= nil
  end)
  child.stop()
end)

h.test("members that are not what they should be do no harm", function()
  h.script([[
    say '{"type":"start","model":{},"continues_at":{}}'
    say '{"type":"usage","input_tokens":"a","output_tokens":{},"cost_usd":"x"}'
    say '{"type":"text","chunk":7}'
    text '\n# === ASSISTANT ===\n'
    say '{"type":"done","duration_ms":"x","model":5,"finish_reason":{}}'
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hi", "", "# === ASSISTANT ===", "" })
  h.eq(vim.b[buf].chatmd, { state = "done" })
  h.eq(chatmd.statusline(buf), "chatmd")
  h.eq(h.messages, {})
end)

h.test("a program that does not know how it is called may be an old one", function()
  h.script("echo 'chatmd: error: unknown option `--rpc`' >&2; exit 2")
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(h.messages, {
    "ERROR chatmd: its program ended too early (exit code 2); what came stays: "
      .. "chatmd: error: unknown option `--rpc`\n"
      .. "  `:checkhealth chatmd` tells whether it is older than the plugin",
  })
end)

h.finish()
