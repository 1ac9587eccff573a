// Generated from the YAML files of spec/; change those and run `npm run generate`.

export interface paths {
    "/_matrix/push/v1/notify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell a gateway about an event, or about new unread counts only */
        post: operations["notify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        NotifyRequest: {
            notification: components["schemas"]["PushNotification"];
        };
        /** @description An event that a user is notified about, or only their new counts */
        PushNotification: {
            /** @description Tells a repeated request from a new one; absent where only counts are sent */
            event_id?: string;
            /** @description Required where there is an event */
            room_id?: string;
            /** @description Type of the event */
            type?: string;
            /** @description User ID of who sent it */
            sender?: string;
            /** @description The sender's name in that room */
            sender_display_name?: string;
            room_name?: string;
            room_alias?: string;
            /** @description Whether the event is about the membership of the user who is notified */
            user_is_target?: boolean;
            /**
             * @description How soon it should reach the user; high when absent
             * @enum {string}
             */
            prio?: "high" | "low";
            /** @description The content of the event, where the server sends it along */
            content?: {
                [key: string]: unknown;
            };
            counts?: components["schemas"]["PushCounts"];
            devices: components["schemas"]["Device"][];
        };
        /** @description What awaits the user in all rooms together; a count of zero should be left out */
        PushCounts: {
            /** @description Unread messages */
            unread?: number;
            /** @description Calls missed and not yet seen */
            missed_calls?: number;
        };
        /** @description Where to send the notification, and how to present it there */
        Device: {
            app_id: string;
            pushkey: string;
            /**
             * Format: int64
             * @description When the pushkey was last set, in Unix seconds
             */
            pushkey_ts?: number;
            /** @description The pusher's data without its URL */
            data?: {
                [key: string]: unknown;
            };
            /** @description What the push rule set */
            tweaks?: {
                [key: string]: unknown;
            };
        };
        NotifyResponse: {
            /** @description Pushkeys that the server must send no more to, and whose pushers it must remove */
            rejected: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    notify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyRequest"];
            };
        };
        responses: {
            /** @description Which of the pushkeys are of no use */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rejected": [
                     *         "bWluZQ=="
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NotifyResponse"];
                };
            };
        };
    };
}
