--- Asks before a tool runs: shows all of it in a window, and takes the answer by vim.ui.select.
---
--- One question at a time, whatever is being answered. The window takes no focus, so no key that
--- was meant for the text can be an answer.
local outside_cmdwin = require("chatmd.outside_cmdwin")
local select = require("chatmd.select")
local visible = require("chatmd.visible")

local M = {}

local api = vim.api

local NO, YES = "no, do not run it", "yes, run it"

---@class chatmd.Question
---@field event chatmd.ApprovalEvent
---@field answer fun(allow: boolean)
---@field void? boolean nobody waits for the answer any more
---@field close? fun() closes the window that shows it

---@type chatmd.Question[]
local queue = {}
---@type chatmd.Question|nil
local current

--- What will run, whole.
---@param event chatmd.ApprovalEvent
---@return string[]
function M.lines(event)
  local lines = { "The model wants to run " .. visible(event.name) }
  if event.command then
    local words = vim.tbl_map(function(word)
      local shown = visible(word)
      return shown:find("^[%w_%-%./:=@%%+,]+$") and shown or vim.fn.shellescape(shown)
    end, event.command)
    lines[#lines + 1] = "command:   " .. table.concat(words, " ")
    lines[#lines + 1] = "in:        " .. visible(event.cwd or ".")
  end
  lines[#lines + 1] = "arguments: " .. visible(event.arguments)
  return lines
end

--- Opens the window above the command line.
---@param lines string[]
---@return integer win
local function show(lines)
  local buf = api.nvim_create_buf(false, true)
  vim.bo[buf].bufhidden = "wipe"
  api.nvim_buf_set_lines(buf, 0, -1, false, lines)
  local width = math.max(20, math.min(100, vim.o.columns - 4))
  local height = 0
  for _, line in ipairs(lines) do
    height = height + math.max(1, math.ceil(vim.fn.strdisplaywidth(line) / width))
  end
  local win = api.nvim_open_win(buf, false, {
    relative = "editor",
    anchor = "SW",
    row = math.max(1, vim.o.lines - vim.o.cmdheight - 1),
    col = 1,
    width = width,
    height = math.max(1, math.min(height, vim.o.lines - 8)),
    style = "minimal",
    border = "rounded",
    focusable = true,
    noautocmd = true,
  })
  vim.wo[win].wrap = true
  return win
end

local ask_next

---@param question chatmd.Question
local function ask(question)
  current = question
  local win = show(M.lines(question.event))
  function question.close()
    outside_cmdwin(function()
      if api.nvim_win_is_valid(win) then
        api.nvim_win_close(win, true)
      end
    end)
  end
  vim.cmd("redraw")
  local prompt = "Run " .. visible(question.event.name) .. "?"
  select({ NO, YES }, { prompt = prompt }, function(choice)
    question.close()
    current = nil
    if not question.void then
      question.answer(choice == YES)
    end
    ask_next()
  end)
end

function ask_next()
  if current then
    return
  end
  local question = table.remove(queue, 1)
  if not question then
    return
  elseif question.void then
    return ask_next()
  end
  -- Not in the middle of whatever the event came in.
  current = question
  vim.schedule(function()
    outside_cmdwin(function()
      if question.void then
        current = nil
        ask_next()
      else
        ask(question)
      end
    end)
  end)
end

--- Asks the user; no answer is no.
---@param event chatmd.ApprovalEvent
---@param answer fun(allow: boolean)
---@return fun() withdraw to be called when nobody waits for the answer any more
function M.ask(event, answer)
  local question = { event = event, answer = answer }
  queue[#queue + 1] = question
  ask_next()
  return function()
    question.void = true
    if question.close then
      -- Not in the middle of what ends the waiting, such as :bwipeout.
      vim.schedule(question.close)
    end
  end
end

return M
