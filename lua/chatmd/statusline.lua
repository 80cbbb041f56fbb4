--- What a statusline may show of a buffer: the variable `vim.b.chatmd`, an event that tells of each
--- change, and a text made of it.
local M = {}

M.usage_fields = {
  "input_tokens", "output_tokens", "cached_input_tokens", "reasoning_tokens", "cost_usd",
}

--- A server may call its model anything; what is kept of it fits on one line.
---@param text any
---@return string?
function M.name(text)
  if type(text) == "string" then
    return (text:gsub("%c", ""))
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

--- What an expression in a 'statusline' gives out is itself read as one, `%{…}` and all.
---@param text string
---@return string
local function escape(text)
  return (text:gsub("%%", "%%%%"))
end

--- 950, 1.2k, 34k, 1.2M: as exact as a glance is.
---@param count integer
---@return string
local function short(count)
  for _, unit in ipairs({ { 1e6, "M" }, { 1e3, "k" } }) do
    -- 999,950 is no 1000.0k.
    if count >= unit[1] * 0.99995 then
      local number = count / unit[1]
      return (number < 9.995 and "%.1f%s" or "%.0f%s"):format(number, unit[2])
    end
  end
  return ("%d"):format(count)
end

---@param status chatmd.Status
---@return string|nil
local function progress(status)
  local retry = status.retry
  if status.state == "running" and status.tool then
    return "running " .. status.tool
  elseif status.state == "retrying" and retry and retry.attempt then
    return retry.max_attempts and ("retrying %d/%d"):format(retry.attempt, retry.max_attempts)
      or ("retrying %d"):format(retry.attempt)
  end
  return status.state ~= "done" and status.state or nil
end

--- The statusline's text for a buffer: `grok-3 · answering`, `grok-3 · 1.2k in, 380 out · $0.0042`;
--- empty where nothing was answered.
---@param buf integer
---@return string
function M.text(buf)
  local status = vim.b[buf].chatmd
  if type(status) ~= "table" then
    return ""
  end
  local parts = { status.model or "chatmd" }
  parts[#parts + 1] = progress(status)
  if status.input_tokens and status.output_tokens then
    parts[#parts + 1] = ("%s in, %s out"):format(
      short(status.input_tokens), short(status.output_tokens)
    )
  end
  if status.cost_usd then
    parts[#parts + 1] = (status.cost_usd < 0.095 and "$%.4f" or "$%.2f"):format(status.cost_usd)
  end
  return escape(table.concat(parts, " · "))
end

return M
