local h = require("harness")
local chatmd = require("chatmd")
local approval = require("chatmd.approval")

local api = vim.api

--- Lets the test be the user: each question waits in `asked` for `answer`.
local function questions()
  local asked = {}
  local select = vim.ui.select
  vim.ui.select = function(items, options, answer)
    asked[#asked + 1] = { items = items, prompt = options.prompt, answer = answer }
  end
  return asked, function() vim.ui.select = select end
end

local function with_questions(body)
  return function()
    local asked, restore = questions()
    local ok, problem = pcall(body, asked)
    restore()
    if not ok then
      error(problem, 0)
    end
  end
end

--- The windows that float, as their lines.
local function floats()
  local found = {}
  for _, win in ipairs(api.nvim_list_wins()) do
    if api.nvim_win_get_config(win).relative ~= "" then
      found[#found + 1] = api.nvim_buf_get_lines(api.nvim_win_get_buf(win), 0, -1, false)
    end
  end
  return found
end

local function count(list)
  return function(number)
    h.wait_for(number .. " questions", function() return #list == number end)
  end
end

local asks = [[
  part '{"type":"approval","id":1,"call":"c1","name":"weather",'
  part '"arguments":"{\"place\":\"Rome\"}",'
  say '"command":["weather","--json"],"cwd":"/home/ada"}'
  hear
  printf '%s' "$heard" >"$FAKE_DIR/heard"
  done_
]]

local function heard(folder)
  return vim.json.decode(table.concat(vim.fn.readfile(folder .. "/heard"), "\n"))
end

for _, case in ipairs({ { 2, true }, { 1, false }, { 3, false } }) do
  h.test(("choice %d allows: %s"):format(case[1], case[2]), with_questions(function(asked)
    local folder = h.script(asks)
    local buf = h.chat({ "Hi" })
    chatmd.answer()
    count(asked)(1)
    h.eq(h.state(buf), "asking")
    h.eq(floats(), {
      {
        "The model wants to run weather", "command:   weather --json", "in:        /home/ada",
        'arguments: {"place":"Rome"}',
      },
    })
    h.eq(asked[1].prompt, "Run weather?")
    asked[1].answer(asked[1].items[case[1]])
    h.wait_until_over(buf)
    h.eq(heard(folder), { type = "approve", call = "c1", allow = case[2] })
    h.eq(floats(), {})
  end))
end

h.test("the window takes no focus", with_questions(function(asked)
  h.script(asks)
  local buf = h.chat({ "Hi" })
  local win = api.nvim_get_current_win()
  chatmd.answer()
  count(asked)(1)
  h.eq(api.nvim_get_current_win(), win)
  asked[1].answer(nil)
  h.wait_until_over(buf)
end))

h.test("one question at a time", with_questions(function(asked)
  local buffers = {}
  for _ = 1, 2 do
    h.script(asks)
    buffers[#buffers + 1] = h.chat({ "Hi" })
    chatmd.answer()
  end
  count(asked)(1)
  h.wait_for("both to ask", function()
    return h.state(buffers[1]) == "asking" and h.state(buffers[2]) == "asking"
  end)
  h.eq(#asked, 1)
  asked[1].answer(asked[1].items[2])
  count(asked)(2)
  asked[2].answer(asked[2].items[2])
  for _, buf in ipairs(buffers) do
    h.wait_until_over(buf)
  end
end))

h.test("an answer after a stop is for nobody", with_questions(function(asked)
  local folder = h.script(asks)
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  count(asked)(1)
  vim.cmd("silent bwipeout! " .. buf)
  h.wait_for("the end of the session", function() return not h.is_busy(buf) end)
  asked[1].answer(asked[1].items[2])
  h.eq(vim.fn.filereadable(folder .. "/heard"), 0)
  h.eq(floats(), {})
end))

h.test("nothing in a question hides", function()
  h.eq(approval.lines({
    name = "x\27[2K",
    command = { "a b", "c\nd" },
    cwd = "/tmp",
    arguments = '{"a": "\226\128\174gnp.exe"}',
  }), {
    "The model wants to run x^[[2K", "command:   'a b' 'c^@d'", "in:        /tmp",
    'arguments: {"a": "<202e>gnp.exe"}',
  })
end)

h.test("CTRL-C is no, and the next question is asked", function()
  local folder = h.script(asks:gsub("done_", "") .. "gate next\n" .. asks)
  local child = h.child()
  child.call("nvim_buf_set_lines", 0, 0, -1, false, { "Hi" })
  child.lua([[require("chatmd").answer()]])
  local function is_asked()
    local mode = child.call("nvim_get_mode")
    return mode.blocking or mode.mode:sub(1, 1) == "c"
  end
  for number = 1, 2 do
    h.wait_for("the question", is_asked)
    child.call("nvim_input", "<C-c>")
    h.wait_for("its end", function() return not is_asked() end)
    if number == 1 then
      h.open_gate(folder, "next")
    end
  end
  h.wait_for("the end", function() return child.lua("return vim.b.chatmd.state") == "done" end)
  h.eq(child.call("nvim_exec", "messages", true), "")
  child.stop()
end)

h.test("what is not asked any more is not shown any more", with_questions(function(asked)
  h.script(asks)
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  count(asked)(1)
  h.eq(#floats(), 1)
  vim.cmd("Chatmd discard")
  h.wait_for("the end of the window", function() return #floats() == 0 end)
  asked[1].answer(asked[1].items[2])
  h.eq(h.lines(buf), { "Hi" })
end))

h.finish()
