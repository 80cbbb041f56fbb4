--- Opens a new conversation.
local notify = require("chatmd.notify")

local M = {}

local splits = {
  [""] = "edit",
  left = "topleft vsplit",
  right = "botright vsplit",
  top = "topleft split",
  bottom = "botright split",
}

--- A name for a conversation that starts now, and that neither a file nor a buffer has.
---@return string
local function new_name()
  local stem = vim.fn.getcwd() .. "/chat-" .. os.date("%Y-%m-%d-%H-%M-%S")
  local name, count = stem .. ".md", 1
  while vim.loop.fs_stat(name) or vim.fn.bufexists(name) == 1 do
    count = count + 1
    name = ("%s-%d.md"):format(stem, count)
  end
  return name
end

--- Opens an empty buffer with a name of its own. It needs no heading: text before the first
--- role line is the user's.
---@param place string left, right, top, bottom, or empty for the current window
---@return integer|nil buf
function M.open(place)
  local split = splits[place]
  if not split then
    notify.error(("no such place: %s (there are: left, right, top, bottom)"):format(place))
    return nil
  end
  local name = vim.fn.fnameescape(new_name())
  local ok, problem = pcall(vim.cmd, split .. " " .. name)
  if not ok then
    -- Without the call stack that Neovim puts before its own message.
    notify.error(problem:match("E%d+: .*") or problem)
    return nil
  end
  if vim.bo.filetype ~= "markdown" then
    vim.bo.filetype = "markdown"
  end
  return vim.api.nvim_get_current_buf()
end

---@param lead string
---@return string[]
function M.complete(lead)
  return vim.tbl_filter(function(place)
    return vim.startswith(place, lead)
  end, { "left", "right", "top", "bottom" })
end

return M
