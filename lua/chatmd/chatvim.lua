--- chatvim.nvim's commands, for who comes from there: the option `chatvim_commands`.
local M = {}

local api = vim.api

--- Each with the `:Chatmd` that it is.
---@type table<string, string>
M.commands = {
  ChatvimComplete = "send",
  ChatvimStop = "stop",
  ChatvimNew = "new",
  ChatvimNewLeft = "new left",
  ChatvimNewRight = "new right",
  ChatvimNewTop = "new top",
  ChatvimNewBottom = "new bottom",
}

---@param wanted boolean
function M.set(wanted)
  for name, words in pairs(M.commands) do
    if wanted then
      api.nvim_create_user_command(name, function(command)
        require("chatmd.commands").run({ args = words .. " " .. command.args })
      end, { nargs = words == "new" and "?" or 0, desc = ":Chatmd " .. words })
    else
      pcall(api.nvim_del_user_command, name)
    end
  end
end

return M
