-- A small flood; scripts/bench-nvim measures a great one. No time is asserted.
local h = require("harness")
local stress = require("stress")

h.test("a flood of chunks arrives whole while keys are typed", function()
  local result = stress.run({ chunks = 5000, lines = 1000, writer = "chatmd" })
  local words = 0
  for number in result.text:gmatch("word(%d+) ") do
    words = words + 1
    h.ok(tonumber(number) > words - 1)
  end
  h.eq(words, 5000 - 500)
  h.ok(vim.startswith(result.text, "\n# === ASSISTANT ===\n\nword1 word2 "))
  h.ok(vim.endswith(result.text, "\n\n# === USER ===\n"))
  h.ok(#result.keys > 0)
end)

h.finish()
