--- What a statusline may show of a buffer: the variable `vim.b.chatmd` and an event that tells of
--- each change. How it looks is the user's.
local M = {}

--- A server may call its model anything; where a function returns a statusline, Neovim evaluates
--- the `%{…}` in it.
---@param model? string
---@return string?
function M.name(model)
  if type(model) == "string" then
    return (model:gsub("[%c%%]", ""))
  end
end

---@param buf integer
---@param status chatmd.Status
function M.publish(buf, status)
  if not vim.api.nvim_buf_is_valid(buf) or vim.deep_equal(vim.b[buf].chatmd, status) then
    return
  end
  vim.b[buf].chatmd = status
  vim.api.nvim_exec_autocmds("User", { pattern = "ChatmdStatus", modeline = false })
end

return M
