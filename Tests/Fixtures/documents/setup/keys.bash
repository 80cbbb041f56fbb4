# Keys come from the places that the guide names.
unset OPENAI_API_KEY ANTHROPIC_API_KEY XAI_API_KEY OPENROUTER_API_KEY
