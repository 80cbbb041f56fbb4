-- `:Chatmd model` and `:Chatmd preset`; which there are the real binary says.
local h = require("harness")

local api = vim.api

--- What vim.ui.select was asked, each as the items' labels and the prompt.
local asked

--- Gives the body a function that makes the user choose the first label that holds some text, or
--- nothing.
local function test(rule, body)
  h.test(rule, function()
    h.need_binary()
    local select = vim.ui.select
    asked = {}
    local ok, problem = pcall(body, function(wanted, before_answer)
      rawset(vim.ui, "select", function(items, options, on_choice)
        local labels, chosen = {}, nil
        for index, item in ipairs(items) do
          labels[index] = options.format_item(item)
          if not chosen and wanted and labels[index]:find(wanted, 1, true) then
            chosen = item
          end
        end
        asked = { labels = labels, prompt = options.prompt }
        if before_answer then
          before_answer()
        end
        on_choice(chosen)
      end)
    end)
    rawset(vim.ui, "select", select)
    if not ok then
      error(problem, 0)
    end
  end)
end

local function pick(command)
  asked = {}
  vim.cmd(command)
  h.wait_for("the question", function() return asked.labels end)
end

test("a model by its name is taken as it is", function()
  h.chat({ "Hi" })
  vim.cmd("Chatmd model no-such/model 7b")
  h.eq(vim.b.chatmd_model, "no-such/model 7b")
  h.eq(h.messages, { "INFO chatmd: model of this buffer: no-such/model 7b" })
end)

test("a model is chosen among those that converse, and taken back", function(choose)
  h.chat({ "Hi" })
  choose("openai/gpt-5.5 ")
  pick("Chatmd model")
  h.eq(vim.b.chatmd_model, "openai/gpt-5.5")
  h.eq(asked.labels[1], "as the conversation says")
  h.eq(asked.prompt, "model")
  for _, label in ipairs(asked.labels) do
    h.ok(not label:find("embedding", 1, true), label)
  end
  choose("as the conversation says")
  pick("Chatmd model")
  h.eq(vim.b.chatmd_model, nil)
  h.eq(h.messages[2], "INFO chatmd: model of this buffer: as the conversation says")
end)

test("the user's aliases and echo come first", function(choose)
  local folder = vim.env.XDG_CONFIG_HOME .. "/chatmd"
  vim.fn.mkdir(folder, "p")
  vim.fn.writefile({ "[aliases]", 'fast = "groq/small"' }, folder .. "/config.toml")
  h.chat({ "Hi" })
  choose("fast ")
  pick("Chatmd model")
  vim.fn.delete(folder, "rf")
  h.eq(vim.b.chatmd_model, "fast")
  h.eq({ asked.labels[2], asked.labels[3]:match("^%S+") }, { "fast  is groq/small", "echo" })
end)

test("no choice changes nothing, and the question tells what is so now", function(choose)
  h.chat({ "Hi" })
  vim.cmd("Chatmd model echo")
  choose(nil)
  pick("Chatmd model")
  h.eq({ vim.b.chatmd_model, asked.prompt }, { "echo", "model (now echo)" })
end)

h.test("a model is shown with its context window and price", function()
  h.eq(require("chatmd.model").choices({
    { provider = "a", id = "one", context_window = 128000,
      usd_per_million_tokens = { input = 0.25, output = 10 } },
    { provider = "a", id = "three", context_window = 1048576,
      usd_per_million_tokens = { input = 0, output = 0 } },
    { provider = "b", id = "odd\27[1m" },
    { provider = "b", id = "numbers", mode = "embedding" },
  }), {
    { name = "a/one", label = "a/one         128k  $0.25 in, $10 out" },
    { name = "a/three", label = "a/three      1.05M  free" },
    { name = "b/odd\27[1m", label = "b/odd^[[1m" },
  })
end)

test("models are completed by their names, with and without the provider", function()
  local by_name = vim.fn.getcompletion("Chatmd model openai/gpt-5.5", "cmdline")
  local by_id = vim.fn.getcompletion("Chatmd model gpt-5.5", "cmdline")
  h.ok(vim.tbl_contains(by_name, "openai/gpt-5.5"))
  h.ok(vim.tbl_contains(by_id, "openai/gpt-5.5"))
end)

test("what was chosen is what is sent", function()
  require("chatmd").setup({ binary = h.fake })
  local folder = h.script("done_")
  local buf = h.chat({ "Hi" })
  vim.cmd("Chatmd model echo")
  vim.cmd("Chatmd preset precise")
  vim.cmd("Chatmd")
  h.wait_until_over(buf)
  local options = vim.json.decode(vim.fn.readfile(folder .. "/request")[1]).options
  h.eq({ options.model, options.preset }, { "echo", "precise" })
end)

test("a preset is chosen, and taken back", function(choose)
  h.chat({ "Hi" })
  choose("precise")
  pick("Chatmd preset")
  h.eq(vim.b.chatmd_preset, "precise")
  choose("as the conversation says")
  pick("Chatmd preset")
  h.eq(vim.b.chatmd_preset, nil)
end)

test("presets are completed by their names", function()
  h.eq(vim.fn.getcompletion("Chatmd preset pre", "cmdline"), { "precise" })
end)

test("another buffer is left as it was", function()
  local buf = h.chat({ "Hi" })
  vim.cmd("new")
  vim.cmd("Chatmd model echo")
  h.eq(vim.b[buf].chatmd_model, nil)
end)

test("a buffer that is closed before the choice gets no model", function(choose)
  local buf = h.chat({ "Hi" })
  choose("openai/gpt-5.5 ", function() api.nvim_buf_delete(buf, { force = true }) end)
  pick("Chatmd model")
  h.eq(h.messages, {})
end)

h.test("CTRL-C at the choice changes nothing", function()
  h.chat({ "Hi" })
  local select = vim.ui.select
  vim.ui.select = function() error("Keyboard interrupt") end
  require("chatmd.overrides").pick(0, "model", {})
  vim.ui.select = function() error("no window") end
  require("chatmd.overrides").pick(0, "model", {})
  vim.ui.select = select
  h.eq(#h.messages, 1)
  h.ok(h.messages[1]:find("no window", 1, true), h.messages[1])
end)

h.finish()
