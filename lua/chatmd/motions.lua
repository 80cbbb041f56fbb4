--- `]m` and `[m`, `im` and `am`: messages as what the cursor moves by and operators take.
local conversation = require("chatmd.conversation")
local notify = require("chatmd.notify")

local M = {}

local api = vim.api

---@return chatmd.Conversation|nil
local function read()
  local found, problem = conversation.now(api.nvim_get_current_buf())
  if not found then
    notify.warn(problem)
  end
  return found
end

---@param line integer
local function go_to(line)
  api.nvim_win_set_cursor(0, { math.min(line, api.nvim_buf_line_count(0)), 0 })
end

---@param count integer negative: backwards
local function move(count)
  local found = read()
  local line = api.nvim_win_get_cursor(0)[1]
  local index = found and conversation.index_from(found, line, count)
  if index then
    vim.cmd("normal! m'")
    go_to(conversation.first_line(found.messages[index]))
    if vim.fn.mode() == "n" then
      vim.cmd("normal! zv")
    end
  end
end

--- To where the next message begins, or the one that a count says.
function M.next()
  move(vim.v.count1)
end

function M.previous()
  move(-vim.v.count1)
end

--- Selects whole lines; an operator that waits takes them.
---@param first integer
---@param last integer
local function select(first, last)
  if vim.fn.mode():find("[vV\22]") then
    vim.cmd("normal! \27")
  end
  go_to(first)
  vim.cmd("normal! V")
  go_to(last)
end

--- Selects messages from the one under the cursor on, as many as a count says. A selection that
--- already ends where a message does goes on to the next one.
---@param bounds fun(found: chatmd.Conversation, index: integer): integer, integer
local function select_messages(bounds)
  local found, count = read(), vim.v.count1
  if not found then
    return
  end
  local cursor, other = vim.fn.line("."), vim.fn.line("v")
  local first, last = math.min(cursor, other), math.max(cursor, other)
  local index = conversation.index_at(found, last)
  if not index then
    return
  end
  local here_first, here_last = bounds(found, index)
  if first == last then
    first = here_first
  elseif last >= here_last then
    count = count + 1
  end
  local _, target = bounds(found, math.min(index + count - 1, #found.messages))
  if first <= target then
    select(first, target)
  end
end

--- The text of a message, without its heading and outer blank lines.
function M.inner()
  select_messages(function(found, index)
    local lines = found.messages[index].lines
    return lines.first, lines.last
  end)
end

--- A message with its heading, and the blank lines below it.
function M.around()
  select_messages(function(found, index)
    return conversation.first_line(found.messages[index]), conversation.last_line(found, index)
  end)
end

return M
