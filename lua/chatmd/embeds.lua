--- Files that a conversation embeds, `![name](path)`: how their paths are written, and how they
--- are opened. Where an embed stands, the binary says.
local conversation = require("chatmd.conversation")
local notify = require("chatmd.notify")
local settings = require("chatmd.settings")

local M = {}

local api = vim.api

-- Writing ------------------------------------------------------------------------------------

--- The path of a file as it is from a folder, where both have more than the root in common.
---@param path string absolute
---@param folder string
---@return string
function M.relative(path, folder)
  -- What `..` leads to depends on where symbolic links lead.
  local parent = vim.fn.fnamemodify(path, ":h")
  local real = (vim.loop.fs_realpath(parent) or parent) .. "/" .. vim.fn.fnamemodify(path, ":t")
  local there = vim.split(real, "/", { plain = true, trimempty = true })
  local here = vim.split(vim.loop.fs_realpath(folder) or folder, "/", {
    plain = true, trimempty = true,
  })
  local common = 0
  while common < #here and common < #there - 1 and here[common + 1] == there[common + 1] do
    common = common + 1
  end
  if common == 0 and #here > 0 then
    return "/" .. table.concat(there, "/")
  end
  local steps = {}
  for _ = common + 1, #here do
    steps[#steps + 1] = ".."
  end
  return table.concat(vim.list_extend(steps, vim.list_slice(there, common + 1)), "/")
end

--- A path as the destination of an embed. What means something there is percent-encoded; blanks
--- and parentheses stay readable between `<` and `>`.
---@param path string
---@return string
function M.destination(path)
  local text = path:gsub("[%c%%#:&<>`\\]", function(character)
    return ("%%%02X"):format(character:byte())
  end)
  return text:find("[ ()]") and "<" .. text .. ">" or text
end

--- A name as the text of an embed, without markup of its own.
---@param name string
---@return string
function M.description(name)
  return (name:gsub("%c", " "):gsub("[%[%]\\`*<&!]", "\\%0"))
end

-- Opening ------------------------------------------------------------------------------------

--- What a destination names: nil for an address.
---@param destination string
---@param folder string
---@return string|nil path
---@return integer|nil line
function M.file(destination, folder)
  if destination:find("^%a[%w+.-]+:") then
    return nil
  end
  local path, line = destination:match("^(.*)#L(%d+)[-L%d]*$")
  path = (path or destination):gsub("%%(%x%x)", function(digits)
    return string.char(tonumber(digits, 16))
  end)
  if path == "" or path:find("%z") then
    return nil
  end
  return path:sub(1, 1) == "/" and path or folder .. "/" .. path, tonumber(line)
end

--- The embed that the cursor is on. The binary says where an embed begins; that it ends only
--- later it says by not seeing it in the text before the cursor.
---@return chatmd.Embed|nil
local function under_cursor()
  local buf = api.nvim_get_current_buf()
  local found = conversation.now(buf)
  local row, column = unpack(api.nvim_win_get_cursor(0))
  local index = found and conversation.index_at(found, row)
  local at
  for _, embed in ipairs(index and found.messages[index].embeds or {}) do
    if embed.line < row or embed.line == row and embed.column <= column + 1 then
      at = embed
    end
  end
  if not at then
    return nil
  end
  local before = api.nvim_buf_get_lines(buf, 0, row, false)
  before[row] = before[row]:sub(1, column)
  local cut = conversation.read_now(before)
  local message = cut and cut.messages[index]
  for _, embed in ipairs(message and message.embeds or {}) do
    if embed.offset == at.offset then
      return nil
    end
  end
  return cut and at
end

--- Opens the file of the embed under the cursor, at its first line that is embedded. Elsewhere it
--- is |gf|.
function M.go_to_file()
  local embed = under_cursor()
  local path, line
  if embed then
    path, line = M.file(embed.destination, settings.folder(api.nvim_get_current_buf()))
  end
  if not path then
    local count = vim.v.count > 0 and vim.v.count or ""
    return api.nvim_feedkeys(count .. "gf", "ni", false)
  end
  if not vim.loop.fs_stat(path) then
    return notify.error(("there is no file `%s`"):format(vim.fn.strtrans(path)))
  end
  vim.cmd("normal! m'")
  local ok, problem = pcall(vim.cmd, "edit " .. vim.fn.fnameescape(path))
  if not ok then
    notify.error(problem:match("E%d+: .*") or problem)
  elseif line then
    api.nvim_win_set_cursor(0, { math.min(line, api.nvim_buf_line_count(0)), 0 })
  end
end

return M
