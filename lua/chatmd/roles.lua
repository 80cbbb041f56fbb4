--- Shows the headings of a conversation: each in the highlight of its role, with a rule across the
--- window.
---
--- Which lines are headings the binary says, after each pause and never while a reply is written.
--- Until then a line that was changed is taken for what it looks like.
local conversation = require("chatmd.conversation")

local M = {}

local api = vim.api

local PAUSE_MS = 300
-- A change of more lines at once waits for the pause.
local GLANCE_LINES = 1000
-- Above Tree-sitter's (100), which knows a heading only.
local PRIORITY = 150

local namespace = api.nvim_create_namespace("chatmd_roles")
local rules = api.nvim_create_namespace("chatmd_rules")

--- The highlight group of each role.
M.groups = {
  user = "ChatmdUser",
  assistant = "ChatmdAssistant",
  system = "ChatmdSystem",
  tool = "ChatmdTool",
  note = "ChatmdNote",
}

--- What the groups are linked to unless the user, or a colour scheme, says otherwise.
M.defaults = {
  ChatmdUser = "Title",
  ChatmdAssistant = "Function",
  ChatmdSystem = "PreProc",
  ChatmdTool = "Special",
  ChatmdNote = "Comment",
  -- Of the whole line, to the edge of the window.
  ChatmdRule = "Underlined",
}

---@class chatmd.Glance
---@field timer userdata runs from the last change to the pause after it
---@field first? integer lines that were changed and not looked at, from 0
---@field last? integer exclusive

---@type table<integer, chatmd.Glance>
local attached = {}

local over = { done = true, stopped = true, failed = true }

---@param buf integer
---@return boolean
local function is_being_answered(buf)
  local status = vim.b[buf].chatmd
  return status ~= nil and not over[status.state]
end

local function define()
  for name, link in pairs(M.defaults) do
    api.nvim_set_hl(0, name, { default = true, link = link })
  end
end

---@param buf integer
---@param row integer from 0
---@param role string
---@param line string
local function mark(buf, row, role, line)
  api.nvim_buf_set_extmark(buf, namespace, row, 0, {
    end_row = row,
    end_col = #line,
    hl_group = M.groups[role],
    priority = PRIORITY,
  })
  -- Not `line_hl_group`: it opens the sign column in Neovim 0.7.
  api.nvim_buf_set_extmark(buf, rules, row, 0, {
    end_row = row + 1,
    hl_group = "ChatmdRule",
    hl_eol = true,
    priority = PRIORITY - 1,
    strict = false,
  })
end

---@param buf integer
---@param first integer from 0
---@param last integer exclusive; -1: to the end
local function clear(buf, first, last)
  api.nvim_buf_clear_namespace(buf, namespace, first, last)
  api.nvim_buf_clear_namespace(buf, rules, first, last)
end

--- Marks what looks like a heading among the lines that were changed.
---@param buf integer
---@param glance chatmd.Glance
local function look(buf, glance)
  local first, last = glance.first, glance.last
  glance.first, glance.last = nil, nil
  if not first or last - first > GLANCE_LINES or not api.nvim_buf_is_loaded(buf) then
    return
  end
  clear(buf, first, math.max(last, first + 1))
  for index, line in ipairs(api.nvim_buf_get_lines(buf, first, last, false)) do
    local role = (line:match("^# === (%u+)[ %(].*===%s*$") or ""):lower()
    if M.groups[role] then
      mark(buf, first + index - 1, role, line)
    end
  end
end

--- Marks the headings that the binary finds.
---@param buf integer
function M.refresh(buf)
  conversation.get(buf, function(read)
    -- What was changed meanwhile is followed by a pause of its own.
    if not read or not api.nvim_buf_is_loaded(buf)
      or read.changedtick ~= api.nvim_buf_get_changedtick(buf)
    then
      return
    end
    clear(buf, 0, -1)
    for _, message in ipairs(read.messages) do
      local row = message.heading_line and message.heading_line - 1
      local line = row and api.nvim_buf_get_lines(buf, row, row + 1, false)[1]
      if line and M.groups[message.role] then
        mark(buf, row, message.role, line)
      end
    end
  end)
end

---@param buf integer
---@param glance chatmd.Glance
local function wait_for_pause(buf, glance)
  glance.timer:start(PAUSE_MS, 0, vim.schedule_wrap(function()
    if attached[buf] ~= glance then
      return
    elseif is_being_answered(buf) then
      wait_for_pause(buf, glance)
    else
      M.refresh(buf)
    end
  end))
end

---@param buf integer
---@param glance chatmd.Glance
---@param first integer
---@param last_before integer
---@param last integer
local function note_change(buf, glance, first, last_before, last)
  if glance.first then
    glance.first = math.min(glance.first, first)
    glance.last = math.max(glance.last + last - last_before, last)
  else
    glance.first, glance.last = first, last
    -- Marks are not set in the middle of a change.
    vim.schedule(function()
      if attached[buf] == glance then
        look(buf, glance)
      end
    end)
  end
  wait_for_pause(buf, glance)
end

--- Keeps the headings of a buffer marked.
---@param buf integer
function M.attach(buf)
  if not attached[buf] then
    define()
    local glance = { timer = vim.loop.new_timer() }
    attached[buf] = glance
    api.nvim_buf_attach(buf, false, {
      on_lines = function(_, _, _, first, last_before, last)
        note_change(buf, glance, first, last_before, last)
      end,
      on_detach = function()
        attached[buf] = nil
        glance.timer:close()
      end,
    })
  end
  M.refresh(buf)
end

return M
