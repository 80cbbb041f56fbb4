--- A loopback HTTP server that does what a test scripts, in the Neovim that runs the test.
local M = {}

local uv = vim.loop

---@class chatmd.test.Server
---@field port integer
---@field requests {method: string, path: string, headers: table<string, string>, body: string}[]

--- Reads a request once all of it is there.
---@param bytes string
---@return table|nil
local function request_in(bytes)
  local head_end, body_start = bytes:find("\r\n\r\n", 1, true)
  if not head_end then
    return nil
  end
  local head = bytes:sub(1, head_end - 1)
  local headers = {}
  for name, value in head:gmatch("\r\n([^:\r\n]+):%s*([^\r\n]*)") do
    headers[name:lower()] = value
  end
  local body = bytes:sub(body_start + 1)
  if #body < tonumber(headers["content-length"] or 0) then
    return nil
  end
  local method, path = head:match("^(%S+) (%S+)")
  return { method = method, path = path, headers = headers, body = body }
end

--- Starts a server whose answer to every request are these steps, in order:
---
---     "bytes"          sent as they are
---     { delay = 20 }   milliseconds until the next step
---     { reset = true } ends the connection with RST
---     { hold = true }  nothing more, and no end
---
--- After the last step the connection is closed.
---@param steps (string|table)[]
---@return chatmd.test.Server
function M.start(steps)
  local self = { requests = {}, closed = 0 }
  local listener = uv.new_tcp()
  listener:bind("127.0.0.1", 0)
  self.port = listener:getsockname().port

  local function close(socket)
    if not socket:is_closing() then
      socket:close()
    end
  end

  local function run(socket, index)
    local step = steps[index]
    if socket:is_closing() then
      return
    elseif step == nil then
      socket:shutdown(function() close(socket) end)
    elseif type(step) == "string" then
      socket:write(step, function() run(socket, index + 1) end)
    elseif step.delay then
      local timer = uv.new_timer()
      timer:start(step.delay, 0, function()
        timer:close()
        run(socket, index + 1)
      end)
    elseif step.reset then
      socket:close_reset()
    end
  end

  listener:listen(16, function()
    local socket, received = uv.new_tcp(), {}
    listener:accept(socket)
    socket:read_start(function(problem, bytes)
      if problem or not bytes then
        self.closed = self.closed + 1
        return close(socket)
      end
      received[#received + 1] = bytes
      local request = request_in(table.concat(received))
      if request then
        received = {}
        self.requests[#self.requests + 1] = request
        run(socket, 1)
      end
    end)
  end)

  function self.stop()
    if not listener:is_closing() then
      listener:close()
    end
  end
  return self
end

--- The head of an event stream.
M.stream_head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

--- One event of a chat completion stream.
---@param content string|nil
---@param finish_reason string|nil
---@return string
function M.delta(content, finish_reason)
  return ("data: %s\n\n"):format(vim.json.encode({
    id = "chatcmpl-1",
    object = "chat.completion.chunk",
    model = "grok-3",
    choices = {
      {
        index = 0,
        delta = content and { content = content } or vim.empty_dict(),
        finish_reason = finish_reason or vim.NIL,
      },
    },
  }))
end

--- The steps of a whole reply.
---@param ... string the deltas' texts
---@return string[]
function M.reply(...)
  local steps = { M.stream_head }
  for _, content in ipairs({ ... }) do
    steps[#steps + 1] = M.delta(content)
  end
  steps[#steps + 1] = M.delta(nil, "stop")
  steps[#steps + 1] = "data: [DONE]\n\n"
  return steps
end

--- An answer of another kind.
---@param status string such as `401 Unauthorized`
---@param body string
---@return string
function M.answer(status, body)
  return ("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
    .. "Connection: close\r\n\r\n%s"):format(status, #body, body)
end

return M
