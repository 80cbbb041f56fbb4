--- The default mappings, in conversations only, and only where the option `mappings` asks for them.
local config = require("chatmd.config")

local M = {}

local api = vim.api

---@type { modes: string[], keys: string, name: string, desc: string }[]
M.list = {
  { modes = { "n" }, keys = "<LocalLeader>s", name = "send", desc = "Answer" },
  { modes = { "n" }, keys = "<LocalLeader>x", name = "stop", desc = "Stop the reply" },
  { modes = { "n" }, keys = "<LocalLeader>c", name = "continue", desc = "Go on with the reply" },
  { modes = { "n" }, keys = "<LocalLeader>r", name = "regenerate", desc = "Answer anew" },
  { modes = { "n" }, keys = "<LocalLeader>d", name = "discard", desc = "Remove the reply" },
  { modes = { "n" }, keys = "<LocalLeader>f", name = "fork", desc = "Go on elsewhere from here" },
  { modes = { "n" }, keys = "<LocalLeader>m", name = "model", desc = "Choose a model" },
  { modes = { "n", "x", "o" }, keys = "]m", name = "next", desc = "Next message" },
  { modes = { "n", "x", "o" }, keys = "[m", name = "previous", desc = "Previous message" },
  { modes = { "x", "o" }, keys = "im", name = "inner", desc = "A message's text" },
  { modes = { "x", "o" }, keys = "am", name = "around", desc = "A message with its heading" },
  { modes = { "n" }, keys = "gf", name = "goto-file", desc = "Open the embedded file" },
}

--- Makes them in a buffer, once: one that the user removes stays away, and what they have mapped
--- there themselves stays theirs.
---@param buf integer
function M.enable(buf)
  if not config.get().mappings or vim.b[buf].chatmd_mappings then
    return
  end
  vim.b[buf].chatmd_mappings = true
  api.nvim_buf_call(buf, function()
    for _, mapping in ipairs(M.list) do
      for _, mode in ipairs(mapping.modes) do
        if vim.fn.maparg(mapping.keys, mode, false, true).buffer ~= 1 then
          vim.keymap.set(mode, mapping.keys, ("<Plug>(chatmd-%s)"):format(mapping.name), {
            buffer = buf, remap = true, silent = true, desc = mapping.desc,
          })
        end
      end
    end
  end)
end

return M
