"""What the derived schemas deliberately leave open, because the vendor extends it or a rule judges it.

Places are "Component.property" in the words of the OpenAPI document; "Component." is the component itself.
"""

from __future__ import annotations

from typing import Any

# Keywords that constrain a scalar or a container and are taken over as they stand.
LIMITS = {
    *("const", "enum", "required", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minProperties"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
}
# Keywords that say nothing complint checks: texts, hints for code generators, formats that only annotate.
# `propertyNames` and `uniqueItems` would constrain, but only lists that the vendor keeps extending.
IGNORED = {
    *("title", "description", "default", "deprecated", "example", "examples", "format", "readOnly", "discriminator"),
    *("name", "optional", "propertyNames", "uniqueItems"),
}

# Enumerations that grow with the vendor's products (models, events, channels, entity types): any string is accepted,
# and a rule with dated data judges the value where it matters.
OPEN_ENUMS = {
    "ASRProvider.",
    "BackgroundSoundPresetId.",
    "ClientEvent.",
    "ConfigEntityType.",
    "ConversationInitiationSource.",
    "CustomGuardrailConfig.model",
    "EmbeddingModelEnum.",
    "LLM.",
    "LLMReasoningEffort.",
    "SearchStrategy.",
    "TTSConversationalModel.",
    "TTSModelFamily.",
    "TurnModel.",
    "WebhookEventType.",
}

# Beginnings of components whose enumerations the rules mcp/unknown-setting and speech/unknown-setting judge by the
# union of all documents: one finding, not two.
RULE_JUDGED = (
    "Body_Speech_to_Speech",
    "Body_Text_to_dialogue",
    "Body_text_to_speech",
    "MCPServerConfig",
    "MCPToolApprovalHash",
    "MCPToolConfigOverride",
)

# Tagged unions that gain members between two editions of the specification: a tag that is not in it is a newer kind
# of tool, node, condition or notifier, not an error.
OPEN_UNIONS = {
    "ASTNode-Input.",
    "AlertingSettings.notifiers",
    "AgentWorkflowRequestModel.nodes",
    "PromptAgentAPIModel-Input.tools",
    "SystemToolConfig-Input.params",
    "ToolRequestModel.tool_config",
    "WorkflowEdgeModel-Input.backward_condition",
    "WorkflowEdgeModel-Input.forward_condition",
}

# Not looked into: the vendor's own small-business assistant, whose 87 parameter shapes no user file holds, and what
# tools said and returned in the recorded conversations that tests start from.
OPAQUE: dict[str, Any] = {
    "ConversationHistoryTranscriptCommonModel-Input.tool_calls": {"type": "array"},
    "ConversationHistoryTranscriptCommonModel-Input.tool_results": {"type": "array"},
    "SMBToolConfig.params": {"type": "object"},
}
