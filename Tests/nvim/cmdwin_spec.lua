-- The command-line window, beside which no other window may be opened.
local h = require("harness")

local asks = [[
  say '{"type":"approval","id":1,"call":"c1","name":"weather","arguments":"{}"}'
  hear
  text "$(printf '%s' "$heard" | tr -d '"')"
  done_
]]

--- A child in whose command-line window the cursor is, after a command whose answer comes later.
local function in_cmdwin(command)
  local child = h.child()
  child.call("nvim_buf_set_lines", 0, 0, -1, false, { "Hi" })
  child.lua([[
    vim.ui.select = function(items, options, on_choice)
      asked = { prompt = options.prompt, cmdwin = vim.fn.getcmdwintype() }
      on_choice(items[2])
    end
    chat = vim.api.nvim_get_current_buf()
  ]])
  child.call("nvim_input", (":Chatmd %s<CR>q:"):format(command))
  h.wait_for("the command-line window", function()
    return not child.call("nvim_get_mode").blocking
      and child.lua("return vim.fn.getcmdwintype() ~= ''")
  end)
  return child
end

local function leave(child)
  child.call("nvim_input", ":q<CR>")
  h.wait_for("the end of the command-line window", function()
    return not child.call("nvim_get_mode").blocking
      and child.lua("return vim.fn.getcmdwintype() == ''")
  end)
end

h.test("a question waits until the command-line window is left", function()
  local gate = h.script("gate go\n" .. asks)
  local child = in_cmdwin("send")
  h.open_gate(gate, "go")
  h.wait_for("the question", function()
    return child.lua("return vim.b[chat].chatmd.state") == "asking"
  end)
  leave(child)
  h.wait_for("the end", function()
    return child.lua("return vim.b[chat].chatmd.state") == "done"
  end)
  h.eq(child.lua("return asked"), { prompt = "Run weather?", cmdwin = "" })
  h.eq(child.call("nvim_exec", "messages", true), "")
  child.stop()
end)

h.test("nothing is done to the history that stands in it", function()
  local child = in_cmdwin("stop")
  child.lua("messages = {}")
  child.call("nvim_input", ":Chatmd<CR>")
  h.wait_for("the message", function() return child.lua("return #messages") == 1 end)
  h.eq(child.lua("return messages"), {
    "chatmd: not in the command-line window; CTRL-C twice leaves it",
  })
  child.stop()
end)

h.test("what is to be read waits as well", function()
  local child = in_cmdwin("stop")
  child.lua([[
    require("chatmd.settings").of_buffer = function(buf, on_settings)
      on_settings({ settings = {} })
      answered = true
    end
    require("chatmd.status").show(chat)]])
  local function floats()
    return child.lua([[return #vim.tbl_filter(function(win)
      return vim.api.nvim_win_get_config(win).relative ~= ""
    end, vim.api.nvim_list_wins())]])
  end
  h.ok(child.lua("return answered"))
  h.eq(floats(), 0)
  leave(child)
  h.wait_for("what is to be read", function() return floats() == 1 end)
  h.eq(child.call("nvim_exec", "messages", true), "")
  child.stop()
end)

h.finish()
