if vim.g.loaded_chatmd then
  return
end
vim.g.loaded_chatmd = true

if vim.fn.has("nvim-0.7.2") == 0 then
  vim.notify("chatmd: Neovim 0.7.2 or newer is needed", vim.log.levels.ERROR)
  return
end

local api = vim.api

api.nvim_create_user_command("Chatmd", function(command)
  require("chatmd.commands").run(command)
end, {
  nargs = "*",
  complete = function(lead, line)
    return require("chatmd.commands").complete(lead, line)
  end,
  desc = "Talk with a language model in this buffer",
})

-- What keys can be mapped to.
local function plug(modes, name, command)
  for mode in modes:gmatch(".") do
    api.nvim_set_keymap(mode, ("<Plug>(chatmd-%s)"):format(name), command, { noremap = true })
  end
end
for name in ("send stop continue regenerate discard new model preset fork tokens status log check"
  .. " help"):gmatch("%l+") do
  plug("n", name, ("<Cmd>Chatmd %s<CR>"):format(name))
end
plug("n", "attach", ":Chatmd attach ")
plug("nxo", "next", "<Cmd>lua require('chatmd.motions').next()<CR>")
plug("nxo", "previous", "<Cmd>lua require('chatmd.motions').previous()<CR>")
plug("xo", "inner", "<Cmd>lua require('chatmd.motions').inner()<CR>")
plug("xo", "around", "<Cmd>lua require('chatmd.motions').around()<CR>")
plug("n", "goto-file", "<Cmd>lua require('chatmd.embeds').go_to_file()<CR>")

api.nvim_create_autocmd("BufWinEnter", {
  group = api.nvim_create_augroup("chatmd", { clear = true }),
  pattern = { "*.md", "*.markdown" },
  desc = "Fold notes and what tools have done",
  callback = function(args)
    if vim.fn.search([[\C^# === \(NOTE\|TOOL\)\>]], "nw") > 0 then
      require("chatmd.folds").update(args.buf)
    end
  end,
})

-- Unless setup() has come before, which knows the user's own pattern.
if not package.loaded["chatmd.pattern"] then
  api.nvim_create_autocmd({ "BufReadPre", "BufReadPost", "BufNewFile" }, {
    group = api.nvim_create_augroup("chatmd_pattern", { clear = true }),
    pattern = "*.chat.md",
    desc = "Enable conversations",
    callback = function(args)
      require("chatmd.pattern").on_event(args)
    end,
  })
end
