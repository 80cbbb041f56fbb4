local h = require("harness")

local api = vim.api

--- What a key is mapped to in the current buffer alone.
local function mapped(keys, mode)
  local found = vim.fn.maparg(keys, mode or "n", false, true)
  return found.buffer == 1 and found.rhs or nil
end

local function enable(buf)
  require("chatmd.chat").enable(buf)
end

h.test("without the option nothing is mapped", function()
  enable(h.chat({ "Hi" }))
  h.eq(api.nvim_buf_get_keymap(0, "n"), {})
end)

h.test("with it conversations get the default mappings, others do not", function()
  require("chatmd").setup({ mappings = true })
  local buf = h.chat({ "Hi" })
  vim.cmd("new")
  enable(buf)
  h.eq(api.nvim_buf_get_keymap(0, "n"), {})
  api.nvim_set_current_buf(buf)
  for _, mapping in ipairs(require("chatmd.mappings").list) do
    for _, mode in ipairs(mapping.modes) do
      h.eq(mapped(mapping.keys, mode), ("<Plug>(chatmd-%s)"):format(mapping.name))
    end
  end
end)

h.test("every default mapping leads to something", function()
  for _, mapping in ipairs(require("chatmd.mappings").list) do
    for _, mode in ipairs(mapping.modes) do
      h.ok(vim.fn.maparg(("<Plug>(chatmd-%s)"):format(mapping.name), mode) ~= "", mapping.name)
    end
  end
end)

h.test("every command can be mapped", function()
  for _, subcommand in ipairs(require("chatmd.commands").list) do
    local plug = vim.fn.maparg(("<Plug>(chatmd-%s)"):format(subcommand.name), "n")
    h.ok(plug:find("Chatmd " .. subcommand.name, 1, true), subcommand.name)
  end
end)

h.test("what the user has mapped there, or removed, stays so", function()
  require("chatmd").setup({ mappings = true })
  local buf = h.chat({ "Hi" })
  vim.keymap.set("n", "<LocalLeader>s", "ix", { buffer = buf })
  enable(buf)
  h.eq(mapped("<LocalLeader>s"), "ix")
  vim.keymap.del("n", "]m", { buffer = buf })
  enable(buf)
  h.eq(mapped("]m"), nil)
end)

h.test("any buffer is a conversation from its first :Chatmd on", function()
  require("chatmd").setup({ binary = h.fake, mappings = true })
  h.script("done_")
  local buf = h.chat({ "Hi" })
  vim.cmd("Chatmd new")
  h.ok(mapped("]m"))
  api.nvim_set_current_buf(buf)
  h.eq(mapped("]m"), nil)
  vim.cmd("Chatmd")
  h.ok(mapped("]m"))
  h.wait_until_over(buf)
end)

h.test("a mapping of the user's runs a command", function()
  vim.keymap.set("n", "<F5>", "<Plug>(chatmd-new)", { remap = true })
  api.nvim_feedkeys(api.nvim_replace_termcodes("<F5>", true, true, true), "xt", false)
  vim.keymap.del("n", "<F5>")
  h.ok(api.nvim_buf_get_name(0):find("/chat%-%d"))
end)

h.test("chatvim's commands are there where they are wanted", function()
  h.eq(vim.fn.exists(":ChatvimComplete"), 0)
  require("chatmd").setup({ binary = h.fake, chatvim_commands = true })
  for _, name in ipairs({
    "Complete", "Stop", "New", "NewLeft", "NewRight", "NewTop", "NewBottom",
  }) do
    h.eq(vim.fn.exists(":Chatvim" .. name), 2, name)
  end
  h.script([[text 'Hello'; hear; done_]])
  local buf = h.chat({ "Hi" })
  vim.cmd("ChatvimComplete")
  h.wait_for("the reply", function() return h.lines(buf)[2] == "Hello" end)
  vim.cmd("ChatvimStop")
  h.wait_until_over(buf)
  vim.cmd("ChatvimNewRight")
  h.ok(api.nvim_win_get_position(0)[2] > 0)
  vim.cmd("ChatvimNew left")
  h.eq(#api.nvim_list_wins(), 3)
  require("chatmd").setup({})
  h.eq(vim.fn.exists(":ChatvimComplete"), 0)
end)

h.finish()
