-- Runs the Ex commands of a document in the file that is open, once the text has been typed that
-- the document speaks of, and waits for the reply to each. Neovim fails where one does.
local function is_over()
  local reply = vim.b.chatmd
  return not reply or vim.tbl_contains({ "done", "stopped", "failed" }, reply.state)
end

local ok, problem = pcall(function()
  require("chatmd").setup({ binary = vim.env.CHATMD })
  if vim.env.TYPED ~= "" then
    vim.fn.append("$", vim.env.TYPED)
  end
  for _, command in ipairs(vim.fn.split(vim.env.COMMANDS, "\n")) do
    vim.cmd(command)
    assert(vim.wait(120000, is_over, 20), command .. " does not end")
    assert(not vim.b.chatmd or vim.b.chatmd.state ~= "failed", command .. " failed")
  end
  vim.cmd("silent wall")
end)
if not ok then
  io.stderr:write(problem .. "\n")
  vim.cmd("cquit")
end
vim.cmd("qall!")
