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

api.nvim_create_autocmd("BufWinEnter", {
  group = api.nvim_create_augroup("chatmd", { clear = true }),
  pattern = { "*.md", "*.markdown" },
  desc = "Fold what a model has thought",
  callback = function(args)
    if vim.fn.search("^# === NOTE (reasoning) ===", "nw") > 0 then
      require("chatmd.folds").update(args.buf)
    end
  end,
})
