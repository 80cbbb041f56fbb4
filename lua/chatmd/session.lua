--- One running reply: the binary's events on one side, a buffer on the other. One per buffer.
local approval = require("chatmd.approval")
local buffer = require("chatmd.buffer")
local chat = require("chatmd.chat")
local client = require("chatmd.client")
local config = require("chatmd.config")
local exit = require("chatmd.exit")
local folds = require("chatmd.folds")
local notify = require("chatmd.notify")
local progress = require("chatmd.progress")
local spinner = require("chatmd.spinner")
local statusline = require("chatmd.statusline")
local visible = require("chatmd.visible")

local M = {}

local api = vim.api

-- The program does not understand how it was called.
local USAGE = 2
local OLDER = "`:checkhealth chatmd` tells whether it is older than the plugin"

---@type table<integer, chatmd.Session>
local sessions = {}

---@class chatmd.Session
---@field private buf integer
---@field private reply chatmd.Reply
---@field private client chatmd.Client
---@field private status chatmd.Status
---@field private retry? chatmd.Retry the last one that was announced
---@field private ended? boolean the binary said done or error
---@field private outcome? chatmd.State how it ended
---@field private abandoned? boolean nobody waits for the reply any more
local Session = {}
Session.__index = Session

--- Whether a reply may begin in a buffer; says why where it may not.
---@param buf integer
---@return boolean
function M.may_start(buf)
  if sessions[buf] then
    notify.warn("this buffer is being answered already; :Chatmd stop ends that")
  elseif not vim.bo[buf].modifiable then
    notify.error("this buffer is not modifiable")
  else
    return true
  end
  return false
end

--- Starts a reply at the end of a buffer, or goes on with the one that stands there.
---@param buf integer
---@param extra? table<string, any> members of the request beside the usual ones
---@param seam? chatmd.Seam where that one ends
function M.start(buf, extra, seam)
  if not M.may_start(buf) then
    return
  end

  local self = setmetatable({ buf = buf, status = { state = "waiting" } }, Session)
  local problem
  self.client, problem = client.start(vim.tbl_extend("force", {
    type = "complete",
    id = 1,
    path = buffer.path(buf),
    text = buffer.text(buf),
    options = {
      add_delimiters = true,
      model = vim.b[buf].chatmd_model or config.get().model,
      preset = vim.b[buf].chatmd_preset,
    },
    can_approve = true,
  }, extra or {}), {
    on_event = function(event) self:on_event(event) end,
    on_invalid = function(line) self:on_invalid(line) end,
    on_exit = function(code, stderr) self:on_exit(code, stderr) end,
  })
  if not self.client then
    notify.error(problem)
    return
  end

  sessions[buf] = self
  chat.enable(buf)
  self.reply = buffer.reply(buf, seam)
  self.reply.on_undone = function() self:on_undone() end
  self.reply.on_refused = function(reason) self:on_refused(reason) end
  self.stop_spinner = spinner.start(function(frame, seconds) self:draw(frame, seconds) end)
  self:watch()
  statusline.publish(buf, self.status)
end

--- Stops the reply in a buffer: the binary closes what is open, and what came stays.
---@param buf integer
function M.stop(buf)
  local self = sessions[buf]
  if not self then
    notify.info("nothing to stop in this buffer")
  elseif self.ended then
    notify.info("the reply has ended; the rest is being written")
  elseif self.status.state == "stopping" then
    self.client:kill()
  else
    self:set("stopping")
    self.client:cancel()
  end
end

--- Ends the reply in a buffer at once, if one is being written, without a word.
---@param buf integer
---@return boolean was_running
---@return boolean was_empty whether nothing of it is in the buffer
function M.drop(buf)
  local self = sessions[buf]
  if not self then
    return false, false
  end
  self:abandon()
  return true, self.reply:is_empty()
end

-- Events -------------------------------------------------------------------------------------

---@type table<string, fun(self: chatmd.Session, event: table)>
local handlers = {}

function handlers:start(event)
  self.status.provider = statusline.name(event.provider)
  self.status.model = statusline.name(event.model)
  local place = event.continues_at
  if type(place) == "table" and tonumber(place.line) and tonumber(place.column) then
    self.reply:move_seam(place.line - 1, place.column - 1)
  end
  self:set(self.status.state)
end

function handlers:text(event)
  if type(event.chunk) == "string" then
    self:go_on("answering")
    self.reply:append(event.chunk)
  end
end

function handlers:reasoning()
  self:go_on("thinking")
end

function handlers:tool_call(event)
  self.status.tool = statusline.name(event.name)
  self:go_on("running")
end

function handlers:approval(event)
  self:go_on("asking")
  self.withdraw = approval.ask(event, function(allow)
    self.client:approve(event.call, allow)
    self:go_on("running")
  end)
end

function handlers:tool_result()
  self:go_on("waiting")
end

function handlers:retry(event)
  -- Another one where a fallback takes over.
  self.status.model = statusline.name(event.model) or self.status.model
  self.status.provider = statusline.name(event.provider) or self.status.provider
  self.retry = { event = event, due = vim.loop.now() + (tonumber(event.delay_ms) or 0) }
  self:go_on("retrying", {
    attempt = event.attempt,
    max_attempts = event.max_attempts,
    delay_ms = event.delay_ms,
    message = statusline.name(event.message),
  })
end

function handlers:warning(event)
  notify.warn(notify.sentence(event))
end

function handlers:usage(event)
  for _, field in ipairs(statusline.usage_fields) do
    self.status[field] = tonumber(event[field])
  end
  self:set(self.status.state)
end

-- Why a reply ended, where it did not simply end.
local finish_notes = {
  length = "the reply reached its length limit",
  content_filter = "the provider's content filter ended the reply",
  tool_calls = "the model goes on calling tools, and is not asked again",
  cancelled = "stopped",
}

function handlers:done(event)
  self.ended = true
  self.status.model = statusline.name(event.model) or self.status.model
  self.status.duration_ms = tonumber(event.duration_ms)
  self.outcome = event.finish_reason == "cancelled" and "stopped" or "done"
  local note = finish_notes[event.finish_reason]
  if note and event.finish_reason == "cancelled" then
    notify.info(note)
  elseif note then
    notify.warn(note)
  end
end

function handlers:error(event)
  self.ended = true
  self.outcome = "failed"
  if type(event.answer) == "string" then
    notify.info("this is the reply:\n" .. event.answer)
  end
  notify.error(notify.sentence(event))
end

---@param event chatmd.Event
function Session:on_event(event)
  local handler = handlers[event.type]
  if handler and not self.abandoned and not self.ended then
    handler(self, event)
  end
end

---@param line string
function Session:on_invalid(line)
  if not self.abandoned and not self.told_invalid then
    self.told_invalid = true
    notify.error(("protocol error: its program wrote a line that is no event: %s"):format(
      vim.fn.strcharpart(visible(line), 0, 80)
    ))
  end
end

---@param code integer
---@param stderr string
function Session:on_exit(code, stderr)
  if self.abandoned then
    return
  end
  if not self.ended then
    local stopped = self.status.state == "stopping"
    self.outcome = stopped and "stopped" or "failed"
    if stopped then
      notify.warn("its program did not stop by itself and was ended; what came stays")
    else
      notify.error(("its program ended too early (%s); what came stays%s%s"):format(
        exit.describe(code),
        stderr ~= "" and ": " .. stderr or "",
        code == USAGE and "\n  " .. OLDER or ""
      ))
    end
  end
  self.reply:finish(function() self:finish() end)
end

-- The user and the buffer --------------------------------------------------------------------

---@private
function Session:watch()
  self.group = api.nvim_create_augroup("chatmd_session_" .. self.buf, { clear = true })
  api.nvim_create_autocmd("TextChanged", {
    group = self.group,
    buffer = self.buf,
    callback = function() self.reply:check_undone() end,
  })
  local function let_go()
    if sessions[self.buf] == self then
      self:abandon("its buffer was closed or read anew; the reply was stopped")
    end
  end
  -- Comes for :bdelete and :bwipeout, and for :edit!, which reads the buffer anew.
  api.nvim_create_autocmd("BufUnload", {
    group = self.group,
    buffer = self.buf,
    callback = let_go,
  })
  -- Comes for 'autoread' and :checktime, which do not unload it.
  api.nvim_buf_attach(self.buf, false, {
    on_reload = function()
      vim.schedule(let_go)
      return true
    end,
  })
  api.nvim_create_autocmd("VimLeavePre", {
    group = self.group,
    callback = function() self.client:kill() end,
  })
end

---@private
function Session:on_undone()
  self:abandon("the reply was undone, and so stopped; redo brings back what there was")
end

---@private
---@param reason string
function Session:on_refused(reason)
  -- A textlock is over in a moment; this one waits for the user.
  if not self.told_refused and not vim.bo[self.buf].modifiable then
    self.told_refused = true
    notify.warn("the buffer is not modifiable; the reply goes on as soon as it is")
  elseif not self.told_refused and not reason:find("E%d+: Not allowed") then
    self.told_refused = true
    notify.warn(("the buffer cannot be written now (%s); trying again"):format(reason))
  end
end

--- Lets go of the buffer at once, whatever the binary still says.
---@private
---@param why? string for the user
function Session:abandon(why)
  if self.abandoned then
    return
  end
  self.abandoned = true
  self.client:kill()
  self.outcome = "stopped"
  self:finish()
  if why then
    vim.schedule(function() notify.info(why) end)
  end
end

---@private
function Session:finish()
  self.stop_spinner()
  if self.withdraw then
    self.withdraw()
  end
  self.reply:close()
  pcall(api.nvim_del_augroup_by_id, self.group)
  sessions[self.buf] = nil
  if not self.abandoned then
    folds.update(self.buf)
  end
  -- Not before all of it is in the buffer, and another one may begin.
  self.status.state = self.outcome or self.status.state
  statusline.publish(self.buf, self.status)
end

-- Showing ------------------------------------------------------------------------------------

---@private
---@param state string
---@param retry? chatmd.Retry
function Session:set(state, retry)
  self.status.state = state
  self.status.retry = retry
  statusline.publish(self.buf, self.status)
end

--- What still comes after a stop does not look like a reply that goes on.
---@private
---@param state string
---@param retry? chatmd.Retry
function Session:go_on(state, retry)
  if self.status.state ~= "stopping" and (self.status.state ~= state or retry) then
    self:set(state, retry)
  end
end

---@private
function Session:draw(frame, seconds)
  self.reply:show(progress.text(frame, seconds, self.status, self.retry))
end

return M
