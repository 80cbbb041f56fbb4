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

--- The report where the program is of this version.
local function with_version(version)
  h.script([[text 'ping'; done_]])
  vim.env.FAKE_VERSION = "chatmd " .. version
  local text = report()
  vim.env.FAKE_VERSION = nil
  return text
end

h.test("a program of another version is a warning that says which one is older", function()
  for version, older in pairs({
    ["9.9.9"] = "the plugin is older.-ADVICE:.-Update the plugin",
    ["0.10.0"] = "the plugin is older",
    ["0.0.99"] = "chatmd is older.-ADVICE:.-make build",
  }) do
    local text = with_version(version)
    h.ok(text:find("WARNING:? chatmd is " .. version .. ", this plugin is 0.1.0: " .. older), text)
  end
end)

h.test("a program that cannot be started is an error that says why", function()
  local path = h.folder() .. "/chatmd"
  -- For a machine that nobody has.
  vim.fn.writefile({ "\127ELF of another machine" }, path)
  vim.fn.setfperm(path, "rwx------")
  require("chatmd").setup({ binary = path })
  local text = report()
  h.ok(text:find("ERROR:? .*/chatmd could not be started.-ADVICE:.-another system")
    or text:find("ERROR:? .*does not answer with a version"), text)
end)

h.test("another method of folding is mentioned", function()
  h.script([[text 'ping'; done_]])
  vim.go.foldmethod = "indent"
  local text = report()
  vim.go.foldmethod = "manual"
  h.ok(text:find("'foldmethod' is indent", 1, true), text)
end)

h.test("which files are conversations is told", function()
  require("chatmd").setup({ binary = "/nowhere", pattern = { "*.talk", "chat-*" } })
  h.ok(report():find("as soon as they are opened: *.talk, chat-*", 1, true))
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

h.test("another program beside the plugin is mentioned", function()
  h.script([[text 'ping'; done_]])
  local client = require("chatmd.client")
  local places = client.places
  local other = h.folder() .. "/chatmd"
  vim.fn.writefile({ "#!/bin/sh" }, other)
  vim.fn.setfperm(other, "rwx------")
  client.places = function()
    return { h.fake, other }
  end
  local text = report()
  client.places = places
  h.ok(text:find("there is another one, which is not used: " .. other, 1, true), text)
end)

--- The report where `chatmd doctor` prints that.
local function with_doctor(output, code)
  h.script([[text 'ping'; done_]])
  vim.env.FAKE_DOCTOR, vim.env.FAKE_DOCTOR_CODE = output, code
  local text = report()
  vim.env.FAKE_DOCTOR, vim.env.FAKE_DOCTOR_CODE = nil, nil
  return text
end

h.test("what chatmd doctor finds is shown in its sections", function()
  local text = with_doctor(vim.json.encode({
    version = "0.1.0",
    sections = {
      {
        name = "keys",
        checks = {
          { name = "xai", status = "ok", message = "fine" },
          { name = "openai", status = "note", message = "not set", hint = "set it" },
          { name = "groq", status = "warning", message = "odd", hint = "look at it" },
          { name = "work", status = "error", message = "gone", hint = "find it" },
          { name = "new", status = "unheard-of", message = "later" },
        },
      },
      { name = "network", checks = { { name = "proxy", status = "note", message = "none" } } },
    },
  }), "1")
  h.ok(text:find("chatmd: keys.*chatmd: network"), text)
  h.ok(text:find("OK:? xai: fine"), text)
  h.ok(text:find("openai: not set (set it)", 1, true), text)
  h.ok(text:find("WARNING:? groq: odd.-ADVICE:.-look at it"), text)
  h.ok(text:find("ERROR:? work: gone.-ADVICE:.-find it"), text)
  h.ok(text:find("new: later", 1, true), text)
  h.ok(text:find("proxy: none", 1, true), text)
end)

h.test("a program that knows no doctor is a warning", function()
  for _, output in ipairs({ "chatmd: error: `doctor` is no command", "{}", "1" }) do
    local text = with_doctor(output, "2")
    h.ok(text:find("WARNING:? .*doctor` does not tell what is wrong %(exit code 2%)"), text)
    h.ok(text:find("OK:? the built%-in model `echo` answers"), text)
  end
end)

h.test("the real program passes, and tells what it finds", function()
  h.need_binary()
  local text = report()
  h.ok(text:find("OK:? the built%-in model `echo` answers"), text)
  h.ok(text:find("the same as this plugin", 1, true), text)
  h.ok(text:find("OK:? libcurl: %d+%.%d+"), text)
  h.ok(text:find("XAI_API_KEY is not set", 1, true), text)
  h.ok(not text:find("ERROR"), text)
end)

--- The real program's report where config.toml holds that.
local function with_settings(lines)
  h.need_binary()
  local folder = vim.env.XDG_CONFIG_HOME .. "/chatmd"
  vim.fn.mkdir(folder, "p")
  vim.fn.writefile(lines, folder .. "/config.toml")
  local text = report()
  vim.fn.delete(folder .. "/config.toml")
  return text
end

h.test("an error in the settings is told with its place", function()
  local text = with_settings({ 'model = "echo"', "temperature = warm" })
  h.ok(text:find("ERROR:? [^\n]*config%.toml:2:"), text)
end)

h.test("a key that is missing is told with the variable to set", function()
  local text = with_settings({ 'model = "grok-3"' })
  h.ok(text:find("XAI_API_KEY", 1, true), text)
  h.ok(text:find("ERROR") or text:find("WARNING"), text)
end)

h.finish()
