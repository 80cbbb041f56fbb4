-- What the user sees while a reply is written: a real Neovim with a screen.
local h = require("harness")
local screen = require("screen")

local WIDTH, HEIGHT = 60, 12

--- A test with a screen that shows a conversation, and what its program will do.
local function test(rule, lines, script, body)
  h.test(rule, function()
    local folder = h.script(script)
    local seen = screen.start(WIDTH, HEIGHT, lines)
    local ok, problem = pcall(body, seen, folder)
    seen:stop()
    if not ok then
      error(problem, 0)
    end
  end)
end

local function shows(seen, what, row, pattern)
  seen:wait_for(what, function(frame) return frame.rows[row]:find(pattern) ~= nil end)
end

local function numbered(count)
  local lines = {}
  for number = 1, count do
    lines[number] = "line " .. number
  end
  return lines
end

local reply = [[
  say '{"type":"start","id":1,"protocol":1,"provider":"fake","model":"fake-1","messages":1}'
  gate first
  text '\n# === ASSISTANT ===\n\n'
  text 'Hel'
  gate second
  text 'lo'
  text '\nthere'
  gate third
  text '\n\n# === USER ===\n'
  done_
]]

test("heading, text, spinner and time are seen", { "Hi" }, reply, function(seen, folder)
  seen:type(":Chatmd<CR>")
  shows(seen, "waiting", 1, "^Hi %S+ fake%-1 · waiting %d s$")
  h.open_gate(folder, "first")
  shows(seen, "the heading with the label", 3, "^# === ASSISTANT === .* fake%-1 · answering %d s$")
  shows(seen, "the first letters", 5, "^Hel$")
  h.eq(seen:last().rows[1], "Hi")
  h.open_gate(folder, "second")
  shows(seen, "the next line", 6, "^there$")
  h.eq(seen:last().rows[5], "Hello")
  h.open_gate(folder, "third")
  shows(seen, "the end", 3, "^# === ASSISTANT ===$")
  h.eq(vim.list_slice(seen:last().rows, 1, 9), {
    "Hi", "", "# === ASSISTANT ===", "", "Hello", "there", "", "# === USER ===", "",
  })
  h.eq(seen:last().cursor, { 9, 1 })
end)

test("text only grows: no frame lacks what the one before had", { "Hi" }, [[
  text '\n# === ASSISTANT ===\n\n'
  for number in 1 2 3 4 5 6; do
    for word in one two three; do
      text "$word "
      gate "$number$word"
    done
  done
  done_
]], function(seen, folder)
  seen:type(":Chatmd<CR>")
  shows(seen, "the beginning", 5, "^one")
  seen:forget()
  local text = "one"
  for number = 1, 6 do
    for index, word in ipairs({ "one", "two", "three" }) do
      h.open_gate(folder, number .. word)
      text = text .. " " .. ({ "two", "three", "one" })[index]
      if not (number == 6 and index == 3) then
        local shown = text:sub(1 + WIDTH * math.floor((#text - 1) / WIDTH))
        shows(seen, text, 5 + math.floor((#text - 1) / WIDTH), "^" .. vim.trim(shown))
      end
    end
  end
  shows(seen, "the end", 3, "^# === ASSISTANT ===$")
  local before = ""
  for _, frame in ipairs(seen.frames) do
    local now = frame.rows[5] .. (frame.rows[6]:gsub("^~$", ""))
    h.eq(now:sub(1, #before), before)
    h.ok(frame.rows[1] == "Hi" and frame.rows[3]:find("^# === ASSISTANT ==="))
    before = now
  end
end)

test("the line that is typed on does not move or flicker", numbered(5), [[
  text '\n# === ASSISTANT ===\n\n'
  for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    text "$number\n"
    gate "$number"
  done
  done_
]], function(seen, folder)
  seen:type(":Chatmd<CR>ggA")
  seen:wait_for("insert mode", function(frame)
    return frame.rows[HEIGHT]:find("INSERT") ~= nil and frame.cursor[2] == 7
  end)
  seen:forget()
  local typed = ""
  for number = 1, 20 do
    seen:call("nvim_input", "x")
    typed = typed .. "x"
    shows(seen, "the key", 1, "^line 1" .. typed .. "$")
    h.open_gate(folder, tostring(number))
  end
  h.wait_for("the end", function() return seen:lua("return vim.b.chatmd.state") == "done" end)
  local length = #"line 1"
  for _, frame in ipairs(seen.frames) do
    local line = frame.rows[1]
    h.ok(line:find("^line 1x*$"), line)
    h.ok(#line >= length and #line <= length + 1, line)
    h.eq(frame.cursor, { 1, #line + 1 })
    length = #line
  end
  h.eq(length, #"line 1" + 20)
end)

test("the view follows at the end", numbered(5), [[
  text '\n# === ASSISTANT ===\n\n'
  seq 1 40 | while read -r number; do text "row $number\n"; done
  gate end
  done_
]], function(seen, folder)
  seen:type(":Chatmd<CR>")
  shows(seen, "the last rows", HEIGHT - 2, "^row 40$")
  h.eq(seen:last().cursor, { HEIGHT - 1, 1 })
  h.open_gate(folder, "end")
end)

test("the view stays where the user reads", numbered(40), [[
  gate start
  text '\n# === ASSISTANT ===\n\n'
  seq 1 40 | while read -r number; do text "row $number\n"; done
  gate end
  done_
]], function(seen, folder)
  seen:type(":Chatmd<CR>20Gzt")
  seen:wait_for("the place", function(frame)
    return frame.rows[1] == "line 20" and frame.cursor[1] == 1
  end)
  seen:forget()
  h.open_gate(folder, "start")
  h.wait_for("the text", function() return seen:lua("return vim.fn.line('$')") == 84 end)
  h.open_gate(folder, "end")
  h.wait_for("the end", function() return seen:lua("return vim.b.chatmd.state") == "done" end)
  for _, frame in ipairs(seen.frames) do
    h.eq({ frame.rows[1], frame.cursor }, { "line 20", { 1, 1 } })
    h.eq(frame.rows[HEIGHT - 1], "line 30")
  end
end)

test("a reply into a buffer that nobody sees draws nothing", { "Hi" }, [[
  say '{"type":"start","id":1,"model":"fake-1"}'
  gate start
  text '\n# === ASSISTANT ===\n\none\ntwo\n'
  gate end
  done_
]], function(seen, folder)
  seen:lua([[
    local progress = require("chatmd.progress")
    local text = progress.text
    drawn = 0
    progress.text = function(...) drawn = drawn + 1 return text(...) end
  ]])
  seen:type(":Chatmd<CR>")
  shows(seen, "waiting", 1, "waiting")
  seen:lua([[chat = vim.api.nvim_get_current_buf() vim.cmd("hide enew")]])
  seen:wait_for("the other buffer", function(frame) return frame.rows[1] == "" end)
  seen:forget()
  h.open_gate(folder, "start")
  h.wait_for("the text", function()
    return seen:lua("return vim.api.nvim_buf_line_count(chat)") == 7
  end)
  local before = seen:lua("return drawn")
  h.wait_for("the spinner", function() return seen:lua("return drawn") > before + 3 end)
  local drawn = 0
  for index = 2, #seen.frames do
    drawn = drawn + seen.frames[index].drawn
  end
  h.eq(drawn, 0)
  h.open_gate(folder, "end")
end)

test("the spinner draws no line but its own", numbered(5), [[
  text '\n# === ASSISTANT ===\n\none'
  gate end
  done_
]], function(seen, folder)
  seen:type(":Chatmd<CR>")
  shows(seen, "the text", 9, "^one$")
  shows(seen, "the label", 7, "answering")
  seen:forget()
  h.wait_for("some frames", function() return #seen.frames > 5 end)
  local lines = { seen.frames[1].rows[7] }
  for index = 2, #seen.frames do
    local frame = seen.frames[index]
    h.ok(frame.drawn <= 1, frame.drawn)
    h.eq(frame.cursor, seen.frames[1].cursor)
    for row = 1, HEIGHT do
      if row ~= 7 then
        h.eq(frame.rows[row], seen.frames[1].rows[row])
      elseif frame.rows[7] ~= lines[#lines] then
        lines[#lines + 1] = frame.rows[7]
      end
    end
  end
  h.ok(#lines > 2, "the spinner stands still")
  h.open_gate(folder, "end")
end)

test("a retry counts down", { "Hi" }, [[
  part '{"type":"retry","id":1,"attempt":2,"max_attempts":3,"delay_ms":2000,'
  say '"message":"over\u001bloaded"}'
  gate go
  done_
]], function(seen, folder)
  seen:type(":Chatmd<CR>")
  shows(seen, "two", 1, "retrying in 2 s %(2 of 3%): over%^%[loaded$")
  shows(seen, "one", 1, "retrying in 1 s %(2 of 3%): over%^%[loaded$")
  shows(seen, "the retry", 1, "retrying %(2 of 3%): over%^%[loaded$")
  h.open_gate(folder, "go")
end)

h.finish()
