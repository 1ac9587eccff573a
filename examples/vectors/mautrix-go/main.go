// Evaluates vectors with the push rules of mautrix-go, for `plexor vectors --run`.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
	"maunium.net/go/mautrix/pushrules"
)

// Question about a vector. What mautrix-go has to refuse is parsed later, so that the answer has its ID.
type question struct {
	ID      *int            `json:"id"`
	Ruleset json.RawMessage `json:"ruleset"`
	Event   json.RawMessage `json:"event"`
	Room    roomFields      `json:"room"`
}

type roomFields struct {
	MemberCount int             `json:"member_count"`
	DisplayName string          `json:"display_name"`
	PowerLevels json.RawMessage `json:"power_levels"`
	Creators    []id.UserID     `json:"creators"`
	Version     id.RoomVersion  `json:"version"`
}

// Room as the conditions of mautrix-go see it.
type room struct {
	roomFields
	powerLevels *event.PowerLevelsEventContent
}

func (r room) GetOwnDisplayname() string                      { return r.DisplayName }
func (r room) GetMemberCount() int                            { return r.MemberCount }
func (r room) GetPowerLevels() *event.PowerLevelsEventContent { return r.powerLevels }

type object map[string]any

func main() {
	input := bufio.NewReader(os.Stdin)
	output := json.NewEncoder(os.Stdout)
	for {
		line, err := input.ReadBytes('\n')
		if err != nil {
			return
		}
		var asked question
		if err = json.Unmarshal(line, &asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err = output.Encode(reply(asked)); err != nil {
			os.Exit(1)
		}
	}
}

func reply(asked question) object {
	if asked.ID == nil {
		return object{
			"plexor_vectors": 1,
			"name":           "mautrix-go",
			"version":        mautrix.Version,
			"spec_versions":  []string{"v1.19"},
		}
	}
	answered, err := answer(asked)
	if err != nil {
		answered = object{"error": err.Error()}
	}
	answered["id"] = *asked.ID
	return answered
}

// Returns the rule that wins. What mautrix-go panics with is an error.
func answer(asked question) (answered object, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	var ruleset pushrules.PushRuleset
	if err = json.Unmarshal(asked.Ruleset, &ruleset); err != nil {
		return nil, err
	}
	var evt event.Event
	if err = json.Unmarshal(asked.Event, &evt); err != nil {
		return nil, err
	}
	powerLevels, err := powerLevelsOf(asked.Room)
	if err != nil {
		return nil, err
	}
	rule := ruleset.GetMatchingRule(room{asked.Room, powerLevels}, &evt)
	if rule == nil {
		return object{"rule": nil, "notify": false}, nil
	}
	should := rule.GetActions().Should()
	return object{
		"rule":   object{"kind": rule.Type, "rule_id": rule.RuleID},
		"notify": should.Notify,
		"tweaks": tweaksOf(rule.GetActions(), should),
	}, nil
}

// Returns the power levels as the state stores of mautrix-go do: with the event that created the room, and none if the
// room has no such event.
func powerLevelsOf(fields roomFields) (*event.PowerLevelsEventContent, error) {
	if fields.PowerLevels == nil {
		return nil, nil
	}
	var powerLevels event.PowerLevelsEventContent
	if err := json.Unmarshal(fields.PowerLevels, &powerLevels); err != nil {
		return nil, err
	}
	create := event.CreateEventContent{RoomVersion: fields.Version, AdditionalCreators: fields.Creators[1:]}
	powerLevels.CreateEvent = &event.Event{
		Type:    event.StateCreate,
		Sender:  fields.Creators[0],
		Content: event.Content{Parsed: &create},
	}
	return &powerLevels, nil
}

// Returns the tweaks by name: the highlight as mautrix-go interprets it, the others with their values.
func tweaksOf(actions pushrules.PushActionArray, should pushrules.PushActionArrayShould) object {
	tweaks := object{}
	for _, action := range actions {
		if action.Action == pushrules.ActionSetTweak {
			tweaks[string(action.Tweak)] = action.Value
		}
	}
	tweaks["highlight"] = should.Highlight
	return tweaks
}
