local h = require("harness")

local function report()
  vim.cmd("checkhealth chatmd")
  return table.concat(h.lines(0), "\n")
end

h.test("a working program is reported as such", function()
  h.script([[text 'ping'; done_]])
  local text = report()
  h.ok(text:find("OK:? chatmd 0.1.0, the same as this plugin"), text)
  h.ok(text:find("OK:? the built%-in model `echo` answers"), text)
  h.ok(text:find("OK:? Neovim %d"), text)
  h.ok(not text:find("ERROR") and not text:find("WARNING"), text)
end)

h.test("a program of another version is a warning", function()
  h.script([[text 'ping'; done_]])
  vim.env.FAKE_VERSION = "chatmd 9.9.9"
  local text = report()
  vim.env.FAKE_VERSION = nil
  h.ok(text:find("WARNING:? chatmd is 9.9.9, this plugin is 0.1.0"), text)
end)

h.test("a program that is not chatmd is an error", function()
  require("chatmd").setup({ binary = vim.fn.exepath("true") })
  h.ok(report():find("ERROR:? .*does not answer with a version"))
end)

h.test("a missing program is an error that says where it was looked for", function()
  require("chatmd").setup({ binary = "/nowhere/chatmd" })
  h.ok(report():find("ERROR:? no chatmd at /nowhere/chatmd"))
end)

h.test("a program that ends without an answer is an error", function()
  h.script("exit 3")
  h.ok(report():find("ERROR:? the built%-in model `echo` did not answer %(exit code 3%)"))
end)

h.test("the option model is mentioned", function()
  require("chatmd").setup({ binary = "/nowhere", model = "grok-3" })
  h.ok(report():find("the option `model` makes `grok%-3` answer every conversation"))
end)

h.test("the real program passes", function()
  h.need_binary()
  local text = report()
  h.ok(text:find("OK:? the built%-in model `echo` answers"), text)
  h.ok(text:find("the same as this plugin", 1, true), text)
end)

h.finish()
