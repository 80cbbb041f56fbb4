local h = require("harness")

local api = vim.api
local chatmd = require("chatmd")

--- The statuses that a reply to `Hi` goes through.
local function statuses(script)
  h.script(script)
  local buf = h.chat({ "Hi" })
  local seen = {}
  local id = api.nvim_create_autocmd("User", {
    pattern = "ChatmdStatus",
    callback = function() seen[#seen + 1] = vim.b[buf].chatmd end,
  })
  chatmd.answer()
  h.wait_until_over(buf)
  api.nvim_del_autocmd(id)
  return seen, buf
end

h.test("a reply is done when all of it is in the buffer, and another one may begin", function()
  h.script([[
    text '\n# === ASSISTANT ===\n\n'
    for number in 1 2 3; do text "line $number\n"; done
    done_
  ]])
  local buf = h.chat({ "Hi" })
  local lines, is_busy
  local id = api.nvim_create_autocmd("User", {
    pattern = "ChatmdStatus",
    callback = function()
      if h.state(buf) == "done" then
        lines, is_busy = h.lines(buf), h.is_busy(buf)
      end
    end,
  })
  chatmd.answer()
  h.wait_for("the end", function() return lines ~= nil end)
  api.nvim_del_autocmd(id)
  h.eq({ lines[#lines - 1], is_busy }, { "line 3", false })
end)

local function text_of(status)
  local buf = h.chat({ "" })
  vim.b[buf].chatmd = status
  return chatmd.statusline(buf)
end

h.test("b:chatmd tells of provider, model, tokens and cost", function()
  local _, buf = statuses([[
    say '{"type":"start","id":1,"provider":"xai","model":"grok-3"}'
    text '\none'
    part '{"type":"usage","id":1,"input_tokens":12,"output_tokens":3,"cached_input_tokens":4,'
    say '"reasoning_tokens":2,"cost_usd":0.5}'
    done_
  ]])
  h.eq(vim.b[buf].chatmd, {
    state = "done", provider = "xai", model = "fake", input_tokens = 12, output_tokens = 3,
    cached_input_tokens = 4, reasoning_tokens = 2, cost_usd = 0.5, duration_ms = 1,
  })
end)

h.test("b:chatmd tells of an attempt to come, until there is an answer", function()
  local seen, buf = statuses([[
    say '{"type":"retry","attempt":2,"max_attempts":3,"delay_ms":10,"message":"b","provider":"p"}'
    say '{"type":"retry","attempt":3,"max_attempts":3,"delay_ms":20,"message":"b","provider":"p"}'
    text '\none'
    done_
  ]])
  local attempts = {}
  for _, status in ipairs(seen) do
    if status.retry then
      h.eq({ status.state, status.provider }, { "retrying", "p" })
      attempts[#attempts + 1] = { status.retry.attempt, status.retry.delay_ms }
    end
  end
  h.eq(attempts, { { 2, 10 }, { 3, 20 } })
  h.eq(vim.b[buf].chatmd.retry, nil)
end)

h.test("b:chatmd names the tool that runs", function()
  local seen = statuses([[
    say '{"type":"tool_call","id":1,"call":"c","name":"su\u0007m","arguments":"{}"}'
    say '{"type":"tool_result","id":1,"call":"c","name":"sum","content":"1","is_error":false}'
    text '\none'
    done_
  ]])
  local names = {}
  for _, status in ipairs(seen) do
    if status.state == "running" then
      names[#names + 1] = status.tool
    end
  end
  h.eq(names, { "sum" })
end)

h.test("the statusline is empty where nothing was answered", function()
  h.eq(chatmd.statusline(h.chat({ "Hi" })), "")
end)

h.test("the statusline tells what goes on, and in the end what it took", function()
  h.eq(text_of({ state = "waiting" }), "chatmd · waiting")
  h.eq(text_of({ state = "answering", model = "grok-3" }), "grok-3 · answering")
  h.eq(text_of({ state = "running", model = "m", tool = "sum" }), "m · running sum")
  h.eq(text_of({ state = "retrying", model = "m", retry = { attempt = 2, max_attempts = 3 } }),
    "m · retrying 2/3")
  h.eq(text_of({ state = "failed", model = "m" }), "m · failed")
  h.eq(text_of({ state = "done", model = "m", input_tokens = 950, output_tokens = 34 }),
    "m · 950 in, 34 out")
  h.eq(text_of({
    state = "done", model = "m", input_tokens = 1234, output_tokens = 56789, cost_usd = 0.00421,
  }), "m · 1.2k in, 57k out · $0.0042")
  h.eq(text_of({
    state = "done", model = "m", input_tokens = 999999, output_tokens = 0, cost_usd = 1.5,
  }), "m · 1.0M in, 0 out · $1.50")
end)

h.test("nothing that a stranger named is evaluated in a statusline", function()
  vim.g.evil = 0
  vim.cmd([[function! Evil()
    let g:evil += 1
    return 'evil'
  endfunction]])
  local _, buf = statuses([[
    say '{"type":"start","id":1,"provider":"p","model":"m"}'
    text '\none'
    say '{"type":"done","id":1,"finish_reason":"stop","model":"a%{Evil()}%{%Evil()%}%!Evil()100%"}'
  ]])
  local shown = api.nvim_eval_statusline("%{%v:lua.require'chatmd'.statusline()%}", {}).str
  h.eq({ shown, vim.g.evil }, { "a%{Evil()}%{%Evil()%}%!Evil()100%", 0 })
  vim.b[buf].chatmd = { state = "running", model = "m", tool = "%{Evil()}" }
  shown = api.nvim_eval_statusline("%{%v:lua.require'chatmd'.statusline()%}", {}).str
  h.eq({ shown, vim.g.evil }, { "m · running %{Evil()}", 0 })
  vim.cmd("delfunction Evil")
end)

h.finish()
