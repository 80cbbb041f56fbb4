if vim.g.loaded_chatmd then
  return
end
vim.g.loaded_chatmd = true

if vim.fn.has("nvim-0.7.2") == 0 then
  vim.notify("chatmd: Neovim 0.7.2 or newer is needed", vim.log.levels.ERROR)
  return
end

vim.api.nvim_create_autocmd("BufWinEnter", {
  group = vim.api.nvim_create_augroup("chatmd", { clear = true }),
  pattern = { "*.md", "*.markdown" },
  desc = "Fold what a model has thought",
  callback = function(args)
    if vim.fn.search("^# === NOTE (reasoning) ===", "nw") > 0 then
      require("chatmd.folds").update(args.buf)
    end
  end,
})

local command = vim.api.nvim_create_user_command

command("Chatmd", function() require("chatmd.commands").answer() end, {
  desc = "Answer the conversation in this buffer",
})
command("ChatmdStop", function() require("chatmd.commands").stop() end, {
  desc = "Stop the reply in this buffer and keep what came",
})
command("ChatmdNew", function(args) require("chatmd.commands").new(args.args) end, {
  nargs = "?",
  complete = function(lead) return require("chatmd.commands").complete_place(lead) end,
  desc = "Open a new conversation [left|right|top|bottom]",
})
