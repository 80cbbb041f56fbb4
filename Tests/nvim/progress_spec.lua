local h = require("harness")
local exit = require("chatmd.exit")
local progress = require("chatmd.progress")

local function text(seconds, status, retry)
  return progress.text("*", seconds, status, retry)
end

--- A retry that is due in some milliseconds.
local function retry(milliseconds, event)
  return { event = event, due = vim.loop.now() + milliseconds }
end

h.test("model, state and elapsed time are shown", function()
  h.eq(text(4, { state = "answering", model = "grok-3" }), "* grok-3 · answering 4 s")
  h.eq(text(0, { state = "waiting" }), "* waiting 0 s")
  h.eq(text(59, { state = "thinking" }), "* thinking 59 s")
  h.eq(text(60, { state = "thinking" }), "* thinking 1:00 min")
  h.eq(text(3725, { state = "thinking" }), "* thinking 62:05 min")
end)

h.test("a tool that runs is named", function()
  h.eq(text(4, { state = "running", tool = "calculator" }), "* running calculator 4 s")
  h.eq(text(4, { state = "running", tool = "a\nb\27" }), "* running a^@b^[ 4 s")
  h.eq(text(4, { state = "running" }), "* running 4 s")
end)

h.test("a retry counts down and says why", function()
  local event = { attempt = 2, max_attempts = 3, message = "overloaded" }
  local status = { state = "retrying", model = "m" }
  vim.loop.update_time()
  h.eq(text(9, status, retry(4000, event)), "* m · retrying in 4 s (2 of 3): overloaded")
  h.eq(text(9, status, retry(3001, event)), "* m · retrying in 4 s (2 of 3): overloaded")
  h.eq(text(9, status, retry(90000, event)), "* m · retrying in 1:30 min (2 of 3): overloaded")
  h.eq(text(9, status, retry(0, event)), "* m · retrying (2 of 3): overloaded")
  h.eq(text(9, status, retry(-5000, event)), "* m · retrying (2 of 3): overloaded")
  h.eq(text(9, status, retry(0, {})), "* m · retrying")
end)

h.test("a reason is one short line, whatever a server says", function()
  local status = { state = "retrying" }
  h.eq(
    text(1, status, retry(0, { message = "a\nb\27[2J\226\128\174c" })),
    "* retrying: a^@b^[[2J<202e>c"
  )
  h.eq(vim.fn.strchars(text(1, status, retry(0, { message = ("ä"):rep(500) }))), 92)
end)

h.test("an end is told as code or signal", function()
  h.eq(exit.describe(0), "exit code 0")
  h.eq(exit.describe(128), "exit code 128")
  h.eq(exit.describe(139), "signal 11, SIGSEGV")
  h.eq(exit.describe(161), "signal 33")
end)

h.finish()
